using EmotionGpu.Training.Corpora;

namespace EmotionGpu.Training.Trainers;

/// <summary>The recordings that a request names, by their names alone: nothing of their sound is read.</summary>
/// <param name="Folder">Data folder.</param>
/// <param name="Named">Clips, and files whose names say nothing.</param>
/// <param name="Protocol">Who is on which side.</param>
/// <param name="IsSynthetic">Whether the clips are the demo corpus's.</param>
internal sealed record SessionRecordings(string Folder, RavdessCorpus Named, Protocol Protocol, bool IsSynthetic)
{
    private const string DemoFolder = "demo-corpus";

    /// <summary><c>ravdess</c> or <c>demo</c>.</summary>
    public string Corpus => IsSynthetic ? "demo" : "ravdess";

    /// <summary>Checks the request's options and finds its recordings; the demo corpus is made where it is missing.</summary>
    /// <exception cref="CorpusException">There are none.</exception>
    /// <exception cref="ProtocolException">No such protocol.</exception>
    public static SessionRecordings Find(TrainingRequest request, IProgress<TrainingEvent>? progress, CancellationToken cancellation)
    {
        request.LogMel.Validate();
        request.Input.Validate(request.LogMel);
        // Also a named folder may hold the demo corpus.
        var isSynthetic = request.DataFolder is null || DemoCorpus.IsIn(request.DataFolder);
        var protocol = Protocol.Load(request.Protocol ?? (isSynthetic ? "demo" : "seed"));
        var folder = request.DataFolder ?? SynthesiseDemo(request, progress, cancellation);
        var named = RavdessCorpus.FromFolder(folder);
        return named.Clips.Count > 0
            ? new SessionRecordings(folder, named, protocol, isSynthetic)
            : throw new CorpusException(Nothing(folder, named));
    }

    private static string SynthesiseDemo(TrainingRequest request, IProgress<TrainingEvent>? progress, CancellationToken cancellation)
    {
        var folder = Path.Combine(request.CacheFolder, DemoFolder);
        var forward = progress is null ? null : new ForwardSynthesis(progress);
        DemoCorpus.Ensure(folder, forward, cancellation);
        return folder;
    }

    private static string Nothing(string folder, RavdessCorpus named) => named.Ignored is [var first, ..]
        ? $"none of the {named.Ignored.Count} WAV files in {folder} has a RAVDESS name (03-01-EE-II-SS-RR-AA.wav); the first: {first.Path}: {first.Reason}"
        : $"{folder} has no WAV file, in it or in its subfolders; name the folder that holds RAVDESS's Actor_01 to Actor_24";

    private sealed class ForwardSynthesis(IProgress<TrainingEvent> progress) : IProgress<int>
    {
        public void Report(int value) => progress.Report(new TrainingEvent.SynthesisingDemo(value, DemoCorpus.Clips.Count));
    }
}
