namespace EmotionGpu.Training.Metrics;

/// <summary>Predictions that cannot be read or do not fit together: says what was found and what was wanted.</summary>
public sealed class PredictionException : Exception
{
    /// <param name="message">What was found and what was wanted.</param>
    /// <param name="inner">The error underneath, where there is one.</param>
    public PredictionException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
