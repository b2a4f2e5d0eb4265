using EmotionGpu.Features.SpecAugment;

namespace EmotionGpu.Training.Metrics;

/// <summary>Labels that can be dealt anew within actors, and predictions to score against them.</summary>
internal sealed class LabelDeck
{
    private const long Stream = 0x6465_616C; // tells these draws from all others of the seed

    private readonly int _classes;
    private readonly int[] _labels; // [clip], the true ones
    private readonly (int Actor, int[] Clips)[] _actors;
    private readonly (int Clip, int[] Predicted)[] _columns; // [path and fold], predictions of every seed

    /// <summary>Takes labels and predictions apart.</summary>
    /// <exception cref="PredictionException">A seed lacks a clip or has it twice.</exception>
    public LabelDeck(IReadOnlyCollection<ClipPrediction> predictions)
    {
        var columns = SeedGrid.Columns(predictions);
        ClipPrediction[] clips = [.. columns.Select(column => column[0]).DistinctBy(clip => clip.Path)];
        var places = clips.Index().ToDictionary(clip => clip.Item.Path, clip => clip.Index, StringComparer.Ordinal);
        _classes = clips[0].Probabilities.Count;
        _labels = [.. clips.Select(clip => clip.Truth)];
        _actors = [.. clips.GroupBy(clip => clip.Actor, clip => places[clip.Path]).Select(actor => (actor.Key, actor.ToArray()))];
        _columns = [.. columns.Select(column => (places[column[0].Path], column.Select(clip => clip.Predicted).ToArray()))];
    }

    /// <summary>The labels in another order within each actor (Fisher and Yates); the same for the same seed and repeat.</summary>
    /// <returns>[clip], clips in the order of their paths.</returns>
    public int[] Deal(int seed, int repeat)
    {
        var dealt = _labels.ToArray();
        foreach (var (actor, clips) in _actors)
        {
            var random = new CounterRandom((ulong)seed, Stream, repeat, actor);
            for (var i = clips.Length - 1; i > 0; i--)
            {
                var other = random.NextInt(i + 1);
                (dealt[clips[i]], dealt[clips[other]]) = (dealt[clips[other]], dealt[clips[i]]);
            }
        }

        return dealt;
    }

    /// <summary>Mean over seeds of the pooled scores against labels.</summary>
    /// <param name="labels">[clip].</param>
    public PerMetric<double> Scores(int[] labels) =>
        PerMetric.Mean([.. Enumerable.Range(0, _columns[0].Predicted.Length).Select(seed => Scores(labels, seed))]);

    private PerMetric<double> Scores(int[] labels, int seed)
    {
        var counts = new int[_classes * _classes];
        foreach (var (clip, predicted) in _columns)
            counts[labels[clip] * _classes + predicted[seed]]++;
        return CountScores.Of(counts, _classes);
    }
}
