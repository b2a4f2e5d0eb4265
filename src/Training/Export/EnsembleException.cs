namespace EmotionGpu.Training.Export;

/// <summary>Runs whose networks cannot answer together: says what was found, what was wanted and what to do.</summary>
public sealed class EnsembleException : Exception
{
    /// <param name="message">What was found, what was wanted and what to do.</param>
    /// <param name="inner">The error underneath, where there is one.</param>
    public EnsembleException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
