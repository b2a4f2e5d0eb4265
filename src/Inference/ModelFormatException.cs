namespace EmotionGpu.Inference;

/// <summary>A file that is not a model of this program: the message says what was found, what was wanted and what to do.</summary>
public sealed class ModelFormatException : IOException
{
    /// <param name="path">The model file.</param>
    /// <param name="problem">What was found, what was wanted, and what to do.</param>
    /// <param name="inner">The error underneath, where there is one.</param>
    public ModelFormatException(string path, string problem, Exception? inner = null) : base($"{path}: {problem}", inner)
    {
        Path = path;
        Problem = problem;
    }

    /// <summary>The model file.</summary>
    public string Path { get; }

    /// <summary>The message without the path.</summary>
    public string Problem { get; }
}
