namespace EmotionGpu.Features.Cache;

/// <summary>A cache file that is not what its manifest or format says; the message names the file, what was found and what to do.</summary>
public sealed class CacheCorruptException : IOException
{
    /// <param name="message">File, what was found, what was wanted, what to do.</param>
    /// <param name="inner">The error underneath, where there is one.</param>
    public CacheCorruptException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
