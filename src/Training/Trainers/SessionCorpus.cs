using EmotionGpu.Features.Cache;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Training.Corpora;

namespace EmotionGpu.Training.Trainers;

/// <summary>Recordings with their features, and the backend that makes batches of them; serves any number of runs, one after the other.</summary>
internal sealed class SessionCorpus : IDisposable
{
    private readonly FeatureCache _cache;

    private SessionCorpus(SessionRecordings recordings, IFeatureBackend backend, FeatureCache cache, CachedCorpus cached)
    {
        (Recordings, Backend, _cache) = (recordings, backend, cache);
        (Rows, Refused) = (cached.Rows, cached.Refused);
    }

    /// <summary>Where they are from.</summary>
    public SessionRecordings Recordings { get; }

    /// <summary>The corpus in words, for the model file.</summary>
    public string Description => Recordings.IsSynthetic
        ? "the built-in demo corpus: synthetic clips, not real speech" : Recordings.Named.Kind.Description();

    /// <summary>Computes features and batches.</summary>
    public IFeatureBackend Backend { get; }

    /// <summary>Each clip that has features, in the order of the paths.</summary>
    public IReadOnlyDictionary<CorpusClip, ManifestEntry> Rows { get; }

    /// <summary>Recordings left out.</summary>
    public IReadOnlyList<RefusedClip> Refused { get; }

    /// <summary>Finds the recordings, checks that they can be split as one run wants it, then makes or finds their features.</summary>
    public static SessionCorpus Open(TrainingRequest request, IProgress<TrainingEvent>? progress, CancellationToken cancellation)
    {
        var recordings = SessionRecordings.Find(request, progress, cancellation);
        recordings.Protocol.Fold(request.Fold, recordings.Named.Actors, !request.NoValidation); // Fails now rather than after the features are made.
        return Open(request, recordings, progress, cancellation);
    }

    /// <summary>Makes or finds the features of recordings.</summary>
    /// <exception cref="CorpusException">None can be read.</exception>
    public static SessionCorpus Open(
        TrainingRequest request, SessionRecordings recordings, IProgress<TrainingEvent>? progress, CancellationToken cancellation)
    {
        var backend = FeatureBackends.Create(request.Backend, request.LogMel, request.BackendDevice,
            error => progress?.Report(new TrainingEvent.DeviceFailed(error.Message)));
        try
        {
            var build = Build(recordings.Folder, request.CacheFolder, backend, progress, cancellation);
            var cached = CachedCorpus.Join(recordings.Named, build);
            if (cached.Rows.Count == 0)
                throw new CorpusException(NothingReadable(recordings, build.Refused[0]));
            return new SessionCorpus(recordings, backend, new FeatureCache(request.CacheFolder), cached);
        }
        catch
        {
            backend.Dispose();
            throw;
        }
    }

    /// <summary>Reads a clip's tensor.</summary>
    public LogMelClip Read(ManifestEntry entry) => _cache.Read(entry);

    /// <summary>A clip's whole log-mel by its path; null where it has none.</summary>
    public LogMelClip? LogMelOf(string path) => Rows.FirstOrDefault(row => row.Key.Path == path).Value is { } entry ? Read(entry) : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _cache.Dispose();
        Backend.Dispose();
    }

    /// <summary>Where others are at work in the cache, say tasks of the same array, they are waited for, however long they take; each then checks what is there.</summary>
    private static CacheBuildResult Build(
        string dataFolder, string cacheFolder, IFeatureBackend backend, IProgress<TrainingEvent>? progress, CancellationToken cancellation)
    {
        var options = new CacheBuildOptions
        {
            LockWait = Timeout.InfiniteTimeSpan,
            Busy = reason => progress?.Report(new TrainingEvent.CacheBusy($"{reason}; waiting for its end")),
        };
        return CacheBuilder.Build(dataFolder, cacheFolder, backend, options, progress is null ? null : new ForwardBuild(progress), cancellation);
    }

    private static string NothingReadable(SessionRecordings recordings, RefusedClip first) =>
        $"none of the {recordings.Named.Clips.Count} recordings in {recordings.Folder} could be read; the first: {first.Path}: {first.Reason}";

    private sealed class ForwardBuild(IProgress<TrainingEvent> progress) : IProgress<CacheBuildProgress>
    {
        public void Report(CacheBuildProgress value) => progress.Report(new TrainingEvent.CachingFeatures(value));
    }
}
