namespace EmotionGpu.Training.Metrics;

/// <summary>
/// The scores when labels say nothing: each actor's labels are dealt anew among its clips, the same way for all seeds. A check of the code that
/// scores, which shows what chance looks like on these clips. It says nothing of a model: where every actor has as many clips of each class, any
/// predictions come out at chance.
/// </summary>
public static class LabelShuffle
{
    /// <summary>Shuffles unless told otherwise.</summary>
    public const int DefaultRepeats = 1000;

    /// <summary>Mean and 95% range over shuffles of <see cref="SeedScores.Mean"/>.</summary>
    /// <param name="predictions">Of every seed, on the same clips.</param>
    /// <param name="repeats">Shuffles, at least 1.</param>
    /// <param name="seed">What the shuffles hang on.</param>
    /// <exception cref="PredictionException">A seed lacks a clip or has it twice.</exception>
    public static PerMetric<IntervalEstimate> Run(
        IReadOnlyCollection<ClipPrediction> predictions, int repeats = DefaultRepeats, int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(repeats);
        var deck = new LabelDeck(predictions);
        PerMetric<double>[] scores = [.. Enumerable.Range(0, repeats).Select(repeat => deck.Scores(deck.Deal(seed, repeat)))];
        var mean = PerMetric.Mean(scores);
        return PerMetric.Of(metric => IntervalEstimate.From(mean[metric], scores.Select(score => score[metric])));
    }
}
