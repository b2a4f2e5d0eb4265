namespace EmotionGpu.Training.Corpora;

/// <summary>A folder without a usable recording: says what was found, what was wanted and what to do.</summary>
public sealed class CorpusException : Exception
{
    /// <param name="message">What was found, what was wanted and what to do.</param>
    public CorpusException(string message) : base(message)
    {
    }
}
