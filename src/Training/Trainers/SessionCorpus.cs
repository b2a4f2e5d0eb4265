using EmotionGpu.Features.Cache;
using EmotionGpu.Features.Devices;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Data;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Reports;

namespace EmotionGpu.Training.Trainers;

/// <summary>The recordings of a run: features cached, actors split, a data view for each side.</summary>
internal sealed class SessionCorpus : IDisposable
{
    private const string DemoFolder = "demo-corpus";

    private readonly TrainingRequest _request;
    private readonly FeatureCache _cache;
    private readonly SplitClips _sides;

    private SessionCorpus(TrainingRequest request, IFeatureBackend backend, FeatureCache cache, CachedCorpus cached, Protocol protocol)
    {
        (_request, Backend, _cache) = (request, backend, cache);
        Refused = cached.Refused;
        Protocol = protocol.Name;
        var split = protocol.Fold(request.Fold, [.. cached.Rows.Keys.Select(clip => clip.Actor).Distinct()]);
        _sides = split.Apply([.. cached.Rows.Keys]);
        Actors = new RunActors(split.Train, split.Validation, split.Test, split.Missing, split.ValidationDrawn);
        Clips = new RunClips(_sides.Train.Count, _sides.Validation.Count, _sides.Test.Count);
        Training = View(_sides.Train, cached);
        Validation = View(_sides.Validation, cached);
        Test = View(_sides.Test, cached);
    }

    /// <summary><c>ravdess</c> or <c>demo</c>.</summary>
    public string Name => IsDemo(_request) ? "demo" : "ravdess";

    /// <summary>The corpus in words, for the model file.</summary>
    public string Description => IsDemo(_request)
        ? "the built-in demo corpus: synthetic clips, not real speech" : "recordings named as in RAVDESS";

    /// <summary>Whether the clips are synthetic.</summary>
    public bool IsSynthetic => IsDemo(_request);

    public string Protocol { get; }

    public IFeatureBackend Backend { get; }

    public RunActors Actors { get; }

    public RunClips Clips { get; }

    public IReadOnlyList<RefusedClip> Refused { get; }

    public FeatureDataView Training { get; }

    public FeatureDataView Validation { get; }

    public FeatureDataView Test { get; }

    /// <summary>Finds the recordings, checks that they can be split, then makes or finds their features.</summary>
    public static SessionCorpus Open(TrainingRequest request, IProgress<TrainingEvent>? progress, CancellationToken cancellation)
    {
        request.LogMel.Validate();
        request.Input.Validate(request.LogMel);
        var protocol = Corpora.Protocol.Load(request.Protocol ?? (IsDemo(request) ? "demo" : "seed"));
        var folder = request.DataFolder ?? SynthesiseDemo(request, progress, cancellation);
        var named = RavdessCorpus.FromFolder(folder);
        if (named.Clips.Count == 0)
            throw new CorpusException(Nothing(folder, named.Ignored));
        protocol.Fold(request.Fold, named.Actors); // Fails now rather than after the features are made.

        var backend = FeatureBackends.Create(request.Backend, request.LogMel, request.BackendDevice);
        try
        {
            var forward = progress is null ? null : new ForwardBuild(progress);
            var build = CacheBuilder.Build(folder, request.CacheFolder, backend, new CacheBuildOptions(), forward, cancellation);
            var cached = CachedCorpus.Join(named, build);
            if (cached.Rows.Count == 0)
                throw new CorpusException($"none of the {named.Clips.Count} recordings in {folder} could be read; the first: {build.Refused[0].Path}: {build.Refused[0].Reason}");
            return new SessionCorpus(request, backend, new FeatureCache(request.CacheFolder), cached, protocol);
        }
        catch
        {
            backend.Dispose();
            throw;
        }
    }

    /// <summary>Who is where, told before the first epoch.</summary>
    public TrainingEvent.Prepared Prepared()
    {
        var counts = new int[_request.Mode.Classes().Count];
        foreach (var clip in _sides.Train)
            counts[_request.Mode.ClassOf(clip.Emotion)]++;
        return new TrainingEvent.Prepared(
            Name, Protocol, Actors, Clips, _request.Mode.Classes(), counts, _request.Recipe.WeightsOf(counts), TorchRuntime.SelectDevice().ToString(),
            $"{Backend.Kind.Name()}: {Backend.DeviceName}", Refused);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cache.Dispose();
        Backend.Dispose();
    }

    /// <summary>Whether a request trains on synthetic clips, also when it names their folder.</summary>
    private static bool IsDemo(TrainingRequest request) => request.DataFolder is null || DemoCorpus.IsIn(request.DataFolder);

    private FeatureDataView View(IReadOnlyList<CorpusClip> clips, CachedCorpus cached) => new(
        _cache.Read, [.. clips.Select(clip => (clip, cached.Rows[clip]))], _request.Mode, Backend.Options, _request.Input);

    private static string SynthesiseDemo(TrainingRequest request, IProgress<TrainingEvent>? progress, CancellationToken cancellation)
    {
        var folder = Path.Combine(request.CacheFolder, DemoFolder);
        var forward = progress is null ? null : new ForwardSynthesis(progress);
        DemoCorpus.Ensure(folder, forward, cancellation);
        return folder;
    }

    private static string Nothing(string folder, IReadOnlyList<RefusedClip> ignored) => ignored.Count == 0
        ? $"{folder} has no WAV file, in it or in its subfolders; name the folder that holds RAVDESS's Actor_01 to Actor_24"
        : $"none of the {ignored.Count} WAV files in {folder} has a RAVDESS name (03-01-EE-II-SS-RR-AA.wav); the first: {ignored[0].Path}: {ignored[0].Reason}";

    private sealed class ForwardSynthesis(IProgress<TrainingEvent> progress) : IProgress<int>
    {
        public void Report(int value) => progress.Report(new TrainingEvent.SynthesisingDemo(value, DemoCorpus.Clips.Count));
    }

    private sealed class ForwardBuild(IProgress<TrainingEvent> progress) : IProgress<CacheBuildProgress>
    {
        public void Report(CacheBuildProgress value) => progress.Report(new TrainingEvent.CachingFeatures(value));
    }
}
