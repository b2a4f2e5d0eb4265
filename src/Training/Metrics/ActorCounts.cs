namespace EmotionGpu.Training.Metrics;

/// <summary>
/// Confusion counts of every seed and actor: all that a resampling of actors needs, so that a replicate adds a few hundred numbers
/// and never looks at clips again.
/// </summary>
internal sealed class ActorCounts
{
    private readonly int _classes;
    private readonly int[][][] _counts; // [seed, actor, truth and prediction]

    /// <summary>Counts predictions.</summary>
    /// <exception cref="PredictionException">A seed lacks a clip or has it twice.</exception>
    public ActorCounts(IReadOnlyCollection<ClipPrediction> predictions)
    {
        var columns = SeedGrid.Columns(predictions);
        Actors = [.. columns.Select(column => column[0].Actor).Distinct().Order()];
        _classes = columns[0][0].Probabilities.Count;
        var places = Actors.Index().ToDictionary(actor => actor.Item, actor => actor.Index);
        _counts = [.. columns[0].Select(_ => Actors.Select(_ => new int[_classes * _classes]).ToArray())];
        foreach (var column in columns)
        {
            for (var seed = 0; seed < column.Length; seed++)
                _counts[seed][places[column[seed].Actor]][column[seed].Truth * _classes + column[seed].Predicted]++;
        }
    }

    /// <summary>Ascending.</summary>
    public IReadOnlyList<int> Actors { get; }

    /// <summary>Mean over seeds of the scores, every actor once.</summary>
    public PerMetric<double> Scores() => Scores([.. Enumerable.Repeat(1, Actors.Count)]);

    /// <summary>Mean over seeds of one actor's scores.</summary>
    /// <param name="place">In <see cref="Actors"/>.</param>
    public PerMetric<double> ScoresOf(int place)
    {
        var times = new int[Actors.Count];
        times[place] = 1;
        return Scores(times);
    }

    /// <summary>Mean over seeds of the scores on a sample of actors.</summary>
    /// <param name="times">[actor], how often each was drawn.</param>
    public PerMetric<double> Scores(ReadOnlySpan<int> times)
    {
        var pooled = new int[_classes * _classes];
        var scores = new PerMetric<double>[_counts.Length];
        for (var seed = 0; seed < scores.Length; seed++)
        {
            Array.Clear(pooled);
            for (var actor = 0; actor < times.Length; actor++)
            {
                if (times[actor] > 0)
                    AddTimes(pooled, _counts[seed][actor], times[actor]);
            }

            scores[seed] = CountScores.Of(pooled, _classes);
        }

        return PerMetric.Mean(scores);
    }

    private static void AddTimes(int[] pooled, int[] counts, int times)
    {
        for (var i = 0; i < pooled.Length; i++)
            pooled[i] += times * counts[i];
    }
}
