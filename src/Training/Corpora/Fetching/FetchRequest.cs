namespace EmotionGpu.Training.Corpora.Fetching;

/// <summary>What is to be fetched, and how long to wait for it.</summary>
public sealed record FetchRequest
{
    /// <summary>The archive.</summary>
    public required CorpusArchive Archive { get; init; }

    /// <summary>Where its recordings go: a folder that is empty or not there. What is under way lies beside it, in <c>FOLDER.fetch</c>.</summary>
    public required string Folder { get; init; }

    /// <summary>A mirror; null: where the archive is published. Length and checksum are wanted all the same.</summary>
    public Uri? Mirror { get; init; }

    /// <summary>Tries after the first one that broke off.</summary>
    public int Retries { get; init; } = 5;

    /// <summary>A connection on which nothing comes for so long is given up.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Pause before the second try, doubled before each further one, to half a minute.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What an archive may hold.</summary>
    public UnpackLimits Limits { get; init; } = new();

    /// <summary>Where it comes from.</summary>
    public Uri Source => Mirror ?? Archive.Url;
}

/// <summary>What an archive may hold; RAVDESS's has 1,440 recordings of 0.4 MB, which it makes a third as long.</summary>
/// <param name="Files">Most files and folders.</param>
/// <param name="Bytes">Most bytes of all files.</param>
/// <param name="Ratio">Most bytes of a file for each byte that it takes in the archive.</param>
public sealed record UnpackLimits(int Files = 5_000, long Bytes = 2_000_000_000, int Ratio = 100);

/// <summary>What was fetched.</summary>
/// <param name="Folder">Where it lies.</param>
/// <param name="Files">Files in it.</param>
/// <param name="Bytes">Their bytes.</param>
public sealed record FetchResult(string Folder, int Files, long Bytes);

/// <summary>An archive that could not be fetched: one line that says what was found, what was wanted and what to do.</summary>
public sealed class FetchException : Exception
{
    /// <param name="message">What was found, what was wanted and what to do.</param>
    /// <param name="inner">The error underneath, where there is one.</param>
    public FetchException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}

/// <summary>What happens on the way, told in order.</summary>
public abstract record FetchEvent
{
    private FetchEvent()
    {
    }

    /// <summary>Bytes that are there, of how many.</summary>
    public sealed record Downloading(long Bytes, long Total) : FetchEvent;

    /// <summary>A try broke off; another follows.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Pause">How long it waits before.</param>
    public sealed record BrokeOff(string Reason, TimeSpan Pause) : FetchEvent;

    /// <summary>Files that are unpacked, of how many.</summary>
    public sealed record Unpacking(int Files, int Total) : FetchEvent;
}
