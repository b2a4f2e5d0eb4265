namespace EmotionGpu.Serving;

/// <summary>A request that is not answered: the message says what was found, what is wanted and what to do.</summary>
/// <param name="status">HTTP's status.</param>
/// <param name="message">For the client; nothing of this machine's paths.</param>
internal sealed class RefusalException(int status, string message) : Exception(message)
{
    /// <summary>HTTP's status.</summary>
    public int Status => status;
}
