using EmotionGpu.Training.Corpora;

namespace EmotionGpu.Training.Trainers;

/// <summary>The recordings that a request names, by their names alone: nothing of their sound is read.</summary>
/// <param name="Folder">Data folder.</param>
/// <param name="Named">Clips, and files whose names say nothing.</param>
/// <param name="Protocol">Who is on which side.</param>
/// <param name="IsSynthetic">Whether the clips are the demo corpus's.</param>
internal sealed record SessionRecordings(string Folder, Corpus Named, Protocol Protocol, bool IsSynthetic)
{
    private const string DemoFolder = "demo-corpus";

    /// <summary>The corpus's name: <see cref="CorpusKinds.Name"/>, or <c>demo</c>.</summary>
    public string Corpus => IsSynthetic ? "demo" : Named.Kind.Name();

    /// <summary>Checks the request's options and finds its recordings; the demo corpus is made where it is missing.</summary>
    /// <exception cref="CorpusException">There are none, or they cannot be labelled as the request says.</exception>
    /// <exception cref="ProtocolException">No such protocol, or none for this corpus.</exception>
    public static SessionRecordings Find(TrainingRequest request, IProgress<TrainingEvent>? progress, CancellationToken cancellation)
    {
        request.LogMel.Validate();
        request.Input.Validate(request.LogMel);
        // Also a named folder may hold the demo corpus.
        var isSynthetic = request.DataFolder is null || DemoCorpus.IsIn(request.DataFolder);
        if (isSynthetic && request.Corpus is { Labels: not null } or { Kind: not null and not CorpusKind.Ravdess })
            throw new CorpusException($"{request.DataFolder} holds the demo corpus, whose clips have names of their own; leave --corpus and --labels out");
        if (isSynthetic)
            _ = Protocol.Load(ProtocolOf(CorpusKind.Ravdess)); // Fails now rather than after the clips are made.
        var folder = request.DataFolder ?? SynthesiseDemo(request, progress, cancellation);
        var named = request.Corpus.Read(folder);
        return new SessionRecordings(folder, named, Protocol.Load(ProtocolOf(named.Kind), named), isSynthetic);

        string ProtocolOf(CorpusKind kind) => request.Protocol ?? (isSynthetic ? Protocols.Demo.Name : Protocols.ForTraining(kind));
    }

    private static string SynthesiseDemo(TrainingRequest request, IProgress<TrainingEvent>? progress, CancellationToken cancellation)
    {
        var folder = Path.Combine(request.CacheFolder, DemoFolder);
        var forward = progress is null ? null : new ForwardSynthesis(progress);
        DemoCorpus.Ensure(folder, forward, cancellation);
        return folder;
    }

    private sealed class ForwardSynthesis(IProgress<TrainingEvent> progress) : IProgress<int>
    {
        public void Report(int value) => progress.Report(new TrainingEvent.SynthesisingDemo(value, DemoCorpus.Clips.Count));
    }
}
