using EmotionGpu.Features.SpecAugment;

namespace EmotionGpu.Training.Metrics;

/// <summary>
/// The scores when labels say nothing: each actor's labels are dealt anew among its clips, the same way for all seeds. They must fall to
/// chance; where they do not, the score feeds on something other than what is said of a clip.
/// </summary>
public static class LabelShuffle
{
    /// <summary>Shuffles unless told otherwise.</summary>
    public const int DefaultRepeats = 1000;

    private const long Stream = 0x73_6875_6666_6C65; // tells these draws from all others of the seed

    /// <summary>Mean and 95% range over shuffles of <see cref="SeedScores.Mean"/>.</summary>
    /// <param name="predictions">Of every seed, on the same clips.</param>
    /// <param name="repeats">Shuffles, at least 1.</param>
    /// <param name="seed">What the shuffles hang on.</param>
    /// <exception cref="PredictionException">A seed lacks a clip or has it twice.</exception>
    public static PerMetric<IntervalEstimate> Run(
        IReadOnlyCollection<ClipPrediction> predictions, int repeats = DefaultRepeats, int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(repeats);
        var columns = SeedGrid.Columns(predictions);
        PerMetric<double>[] scores = [.. Enumerable.Range(0, repeats).Select(repeat =>
        {
            var labels = Shuffled(columns, seed, repeat);
            return new ActorCounts(columns, column => labels[column[0].Path]).Scores();
        })];
        var mean = PerMetric.Mean(scores);
        return PerMetric.Of(metric => IntervalEstimate.From(mean[metric], scores.Select(score => score[metric])));
    }

    /// <summary>A label for every path: those of the same actor's clips in another order (Fisher and Yates).</summary>
    private static Dictionary<string, int> Shuffled(IReadOnlyList<ClipPrediction[]> columns, int seed, int repeat)
    {
        var labels = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var actor in columns.Select(column => column[0]).DistinctBy(clip => clip.Path).GroupBy(clip => clip.Actor))
        {
            var random = new CounterRandom((ulong)seed, Stream, repeat, actor.Key);
            string[] paths = [.. actor.Select(clip => clip.Path)];
            int[] dealt = [.. actor.Select(clip => clip.Truth)];
            for (var i = dealt.Length - 1; i > 0; i--)
            {
                var other = random.NextInt(i + 1);
                (dealt[i], dealt[other]) = (dealt[other], dealt[i]);
            }

            for (var i = 0; i < paths.Length; i++)
                labels[paths[i]] = dealt[i];
        }

        return labels;
    }
}
