namespace EmotionGpu.Features.Audio;

/// <summary>A recording that cannot be read: the message says what was found and what is supported.</summary>
public sealed class AudioFormatException : IOException
{
    /// <param name="path">The recording's path, or a name for where its bytes came from.</param>
    /// <param name="problem">What was found, what was wanted, and what to do.</param>
    /// <param name="inner">The error underneath, where there is one.</param>
    public AudioFormatException(string path, string problem, Exception? inner = null) : base($"{path}: {problem}", inner)
    {
        Path = path;
        Problem = problem;
    }

    /// <summary>The recording's path.</summary>
    public string Path { get; }

    /// <summary>The message without the path.</summary>
    public string Problem { get; }
}
