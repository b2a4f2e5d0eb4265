namespace EmotionGpu.Training.Metrics;

/// <summary>Two models on the same clips of the same actors.</summary>
internal sealed class ActorPairs
{
    private readonly ActorCounts _baseline;
    private readonly ActorCounts _candidate;

    /// <summary>Pairs two models; they may differ in seeds, not in clips.</summary>
    /// <exception cref="PredictionException">One lacks a clip of the other, or one of its seeds lacks one.</exception>
    public ActorPairs(IReadOnlyCollection<ClipPrediction> baseline, IReadOnlyCollection<ClipPrediction> candidate)
    {
        var clips = baseline.Select(clip => clip.Path).ToHashSet(StringComparer.Ordinal);
        var others = candidate.Select(clip => clip.Path).ToHashSet(StringComparer.Ordinal);
        if (!clips.SetEquals(others))
        {
            clips.SymmetricExceptWith(others);
            throw new PredictionException($"{clips.Order(StringComparer.Ordinal).First()}: only one of the two models has a prediction of it "
                + $"(and {clips.Count - 1} more); a paired comparison wants the same clips");
        }

        _baseline = new ActorCounts(baseline);
        _candidate = new ActorCounts(candidate);
    }

    /// <summary>Number of actors.</summary>
    public int Count => _baseline.Actors.Count;

    /// <summary>Candidate minus baseline on all actors.</summary>
    public PerMetric<double> Difference() => Minus(_candidate.Scores(), _baseline.Scores());

    /// <summary>Candidate minus baseline on a sample of actors, the same for both.</summary>
    /// <param name="times">[actor], how often each was drawn.</param>
    public PerMetric<double> Difference(ReadOnlySpan<int> times) => Minus(_candidate.Scores(times), _baseline.Scores(times));

    /// <summary>Candidate minus baseline of each actor alone, actors ascending.</summary>
    public IReadOnlyList<PerMetric<double>> ByActor() =>
        [.. Enumerable.Range(0, Count).Select(place => Minus(_candidate.ScoresOf(place), _baseline.ScoresOf(place)))];

    private static PerMetric<double> Minus(PerMetric<double> left, PerMetric<double> right) =>
        PerMetric.Of(metric => left[metric] - right[metric]);
}
