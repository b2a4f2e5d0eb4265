using System.Diagnostics;
using EmotionGpu.Features.Cache;
using EmotionGpu.Features.Devices;

namespace EmotionGpu.Features.Benchmarks;

/// <summary>
/// WAV files in the page cache to finished shards on the disk: each pass is a whole build of an empty cache, reading, hashing, computing,
/// writing and flushing included. Clips are what the build counts as <c>written</c>.
/// </summary>
internal sealed class FilesBenchmark : IStageBenchmark
{
    private readonly IFeatureBackend _backend;
    private readonly string _workFolder;
    private readonly string _dataFolder;
    private readonly CancellationToken _cancellation;
    private readonly string[] _recordings;
    private readonly CacheBuildResult _first;

    /// <summary>Writes the recordings where none are given, and makes a first pass, after which they are in the page cache.</summary>
    /// <param name="backend">Computes; not disposed.</param>
    /// <param name="dataFolder">Folder of recordings; null: random ones are written.</param>
    /// <param name="clips">Number of random ones.</param>
    /// <param name="scratchFolder">Where caches are made and deleted again.</param>
    /// <param name="cancellation">Ends the constructor and any later pass at the next recording, and the measurement of the bound.</param>
    /// <exception cref="InvalidDataException">The folder has no recordings, or some that cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is left in the scratch folder.</exception>
    public FilesBenchmark(IFeatureBackend backend, string? dataFolder, int clips, string scratchFolder, CancellationToken cancellation)
    {
        _backend = backend;
        _cancellation = cancellation;
        _workFolder = Path.Combine(scratchFolder, $"emotion-bench-{Guid.NewGuid():N}");
        Directory.CreateDirectory(_workFolder);
        try
        {
            _dataFolder = dataFolder ?? Path.Combine(_workFolder, "recordings");
            if (dataFolder is null)
                RandomClips.WriteRecordings(_dataFolder, clips, cancellation);
            (_first, _) = Build();
            Check(_first);
            _recordings = [.. _first.Entries.Select(entry => Path.Combine(_dataFolder, entry.Path))];
        }
        catch
        {
            Dispose();
            throw;
        }

        var distinct = _first.Entries.DistinctBy(entry => entry.Key).ToArray();
        Frames = distinct.Sum(entry => (long)entry.Shape[1]);
        AudioSeconds = distinct.Sum(entry => (double)entry.Samples / entry.SampleRate);
    }

    /// <summary>Recordings of the folder; more than <see cref="Clips"/> where some have the same bytes.</summary>
    public int Recordings => _recordings.Length;

    /// <inheritdoc/>
    public int Clips => _first.Written;

    /// <inheritdoc/>
    public long Frames { get; }

    /// <inheritdoc/>
    public double AudioSeconds { get; }

    /// <inheritdoc/>
    public double BytesPerFrame => (double)(_recordings.Sum(path => new FileInfo(path).Length) + _first.Bytes) / Frames;

    /// <inheritdoc/>
    public TimeSpan Run()
    {
        var (result, elapsed) = Build();
        return result.Written == Clips && result.Refused.Count == 0
            ? elapsed
            : throw new InvalidDataException($"{_dataFolder}: a pass wrote {result.Written} clips, {Clips} were wanted: the folder changed meanwhile");
    }

    /// <inheritdoc/>
    public BenchmarkCeiling MeasureCeiling() =>
        new FilesCeiling(_recordings, _first, _workFolder).Measure(_cancellation);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_workFolder, recursive: true);

    private (CacheBuildResult Result, TimeSpan Elapsed) Build()
    {
        var cache = Path.Combine(_workFolder, "cache");
        try
        {
            var started = Stopwatch.GetTimestamp();
            var result = CacheBuilder.Build(_dataFolder, cache, _backend, cancellation: _cancellation);
            return (result, Stopwatch.GetElapsedTime(started));
        }
        finally
        {
            if (Directory.Exists(cache))
                Directory.Delete(cache, recursive: true);
        }
    }

    private void Check(CacheBuildResult result)
    {
        if (result.Refused is [var refused, ..])
        {
            throw new InvalidDataException($"{_dataFolder}: {result.Refused.Count} of its recordings cannot be read, so that others would not be "
                + $"timed on the same work; the first: {refused.Path}: {refused.Reason}");
        }

        if (result.Written == 0)
            throw new InvalidDataException($"{_dataFolder}: no WAV files in it or its subfolders");
    }
}
