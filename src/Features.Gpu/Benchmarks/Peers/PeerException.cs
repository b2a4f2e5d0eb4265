namespace EmotionGpu.Features.Benchmarks.Peers;

/// <summary>A program to compare with did not give its figures; the message says what it said and what to do.</summary>
public sealed class PeerException : Exception
{
    /// <param name="message">What was found and what was wanted.</param>
    /// <param name="inner">The error underneath, where there is one.</param>
    public PeerException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
