namespace EmotionGpu.Training.Evaluation;

/// <summary>
/// Runs that do not belong together, or a folder that is no cross-validation: says what was found, what was wanted and what to do.
/// </summary>
public sealed class CrossValidationException : Exception
{
    /// <param name="message">What was found, what was wanted and what to do.</param>
    /// <param name="inner">The error underneath, where there is one.</param>
    public CrossValidationException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
