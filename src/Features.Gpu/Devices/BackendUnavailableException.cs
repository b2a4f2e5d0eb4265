namespace EmotionGpu.Features.Devices;

/// <summary>A backend that was asked for by name and is not there; the message says why and what to install.</summary>
public sealed class BackendUnavailableException : Exception
{
    /// <param name="backend">What was asked for.</param>
    /// <param name="reason">Why it is not there and how to get it.</param>
    /// <param name="inner">The error underneath, where there is one.</param>
    public BackendUnavailableException(BackendKind backend, string reason, Exception? inner = null)
        : base($"backend {backend.Name()} is not available: {reason}", inner)
    {
        Backend = backend;
        Reason = reason;
    }

    /// <summary>What was asked for.</summary>
    public BackendKind Backend { get; }

    /// <summary>Why it is not there and how to get it.</summary>
    public string Reason { get; }
}
