namespace EmotionGpu.Training.Metrics;

/// <summary>
/// Confusion counts of every seed and actor: all that a resampling of actors needs, so that a replicate adds a few hundred numbers
/// and never looks at clips again.
/// </summary>
internal sealed class ActorCounts
{
    private readonly int _classes;
    private readonly int[][][] _counts;

    /// <summary>Counts predictions.</summary>
    /// <exception cref="PredictionException">A seed lacks a clip or has it twice.</exception>
    public ActorCounts(IReadOnlyCollection<ClipPrediction> predictions)
        : this(SeedGrid.Columns(predictions), clip => clip[0].Truth)
    {
    }

    /// <summary>Counts predictions against labels that may not be their own.</summary>
    /// <param name="columns">Of a <see cref="SeedGrid"/>.</param>
    /// <param name="truth">Label of a column.</param>
    public ActorCounts(IReadOnlyList<ClipPrediction[]> columns, Func<ClipPrediction[], int> truth)
    {
        Actors = [.. columns.Select(column => column[0].Actor).Distinct().Order()];
        _classes = columns[0][0].Probabilities.Count;
        var places = Actors.Select((actor, place) => (actor, place)).ToDictionary(pair => pair.actor, pair => pair.place);
        _counts = [.. columns[0].Select(_ => Actors.Select(_ => new int[_classes * _classes]).ToArray())];
        foreach (var column in columns)
        {
            for (var seed = 0; seed < column.Length; seed++)
                _counts[seed][places[column[seed].Actor]][truth(column) * _classes + column[seed].Predicted]++;
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
