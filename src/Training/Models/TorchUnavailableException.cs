namespace EmotionGpu.Training.Models;

/// <summary>libtorch cannot be loaded; the message says why and what to do.</summary>
public sealed class TorchUnavailableException : Exception
{
    /// <param name="message">What was looked for, what was found, what to do.</param>
    /// <param name="inner">The loader's own error.</param>
    public TorchUnavailableException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
