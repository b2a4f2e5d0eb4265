namespace EmotionGpu.Serving;

/// <summary>What a server takes before it refuses; the process lives on after each refusal.</summary>
public sealed record ServerLimits
{
    /// <summary>The rate of most recordings, Hz.</summary>
    internal const int OrdinaryRate = 48_000;

    /// <summary>Bytes of a request's body, 1 kB to 2 GB.</summary>
    public long MaxBodyBytes { get; init; } = 64L << 20;

    /// <summary>Seconds of audio in an uploaded recording, 1 to 86,400.</summary>
    public double MaxSeconds { get; init; } = 600;

    /// <summary>Samples of an uploaded recording: <see cref="MaxSeconds"/> of them at 48 kHz, and so fewer seconds at a higher rate. They are in memory as float32.</summary>
    public long MaxSamples => (long)(MaxSeconds * OrdinaryRate);

    /// <summary>Windows that one request may ask of a timeline, 1 to 1,000,000.</summary>
    public int MaxWindows { get; init; } = 10_000;

    /// <summary>Uploads at once, 1 to 1000: each takes a file on the disk and a thread.</summary>
    public int MaxUploads { get; init; } = 4;

    /// <summary>Streams at once, 1 to 10,000.</summary>
    public int MaxStreams { get; init; } = 32;

    /// <summary>Connections at once, streams apart (<see cref="MaxStreams"/>), 1 to 100,000; past it they are closed at once.</summary>
    public int MaxConnections { get; init; } = 256;

    /// <summary>Bytes of one WebSocket message, 256 to 16 MB.</summary>
    public int MaxMessageBytes { get; init; } = 1 << 18;

    /// <summary>Bytes a second that a body must come with, after a grace of 5 s; 1 to 1,000,000.</summary>
    public int MinBodyBytesPerSecond { get; init; } = 1024;

    /// <summary>Seconds in which a whole body must be here, 1 to 86,400.</summary>
    public double MaxBodySeconds { get; init; } = 300;

    /// <summary>Seconds without a message after which a stream is closed, 1 to 3600. A client that reads nothing for so long is cut off as well.</summary>
    public double IdleSeconds { get; init; } = 30;

    /// <summary>Checks the values.</summary>
    /// <returns>This record.</returns>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public ServerLimits Validate()
    {
        Require(MaxBodyBytes is >= 1024 and <= int.MaxValue, $"a body of up to {MaxBodyBytes} bytes: 1024 to {int.MaxValue} is supported");
        Require(MaxSeconds is >= 1 and <= 86_400, $"recordings of up to {MaxSeconds} s: 1 to 86400 is supported");
        Require(MaxWindows is >= 1 and <= 1_000_000, $"up to {MaxWindows} windows: 1 to 1000000 is supported");
        Require(MaxUploads is >= 1 and <= 1000, $"up to {MaxUploads} uploads at once: 1 to 1000 is supported");
        Require(MaxStreams is >= 1 and <= 10_000, $"up to {MaxStreams} streams at once: 1 to 10000 is supported");
        Require(MaxConnections is >= 1 and <= 100_000, $"up to {MaxConnections} connections at once: 1 to 100000 is supported");
        Require(MaxMessageBytes is >= 256 and <= 1 << 24, $"messages of up to {MaxMessageBytes} bytes: 256 to {1 << 24} is supported");
        Require(MinBodyBytesPerSecond is >= 1 and <= 1_000_000, $"a body of {MinBodyBytesPerSecond} bytes a second or more: 1 to 1000000 is supported");
        Require(MaxBodySeconds is >= 1 and <= 86_400, $"a body within {MaxBodySeconds} s: 1 to 86400 is supported");
        Require(IdleSeconds is >= 1 and <= 3600, $"streams idle for up to {IdleSeconds} s: 1 to 3600 is supported");
        return this;
    }

    private static void Require(bool holds, FormattableString message)
    {
        if (!holds)
            throw new ArgumentException(FormattableString.Invariant(message));
    }
}
