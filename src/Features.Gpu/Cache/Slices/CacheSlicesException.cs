namespace EmotionGpu.Features.Cache.Slices;

/// <summary>Slices that do not make one build; the message says which, what was found and what to do.</summary>
public sealed class CacheSlicesException : IOException
{
    /// <param name="message">Which slices, what was found, what was wanted, what to do.</param>
    public CacheSlicesException(string message) : base(message)
    {
    }
}
