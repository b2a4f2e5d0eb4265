using EmotionGpu.Features.Cache;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Data;
using EmotionGpu.Training.Evaluation;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace EmotionGpu.Training.Tests.Evaluation;

public sealed class ClipScorerTests
{
    private const int Mels = 2;
    private static readonly LogMelOptions LogMel = new() { NMels = Mels, FMax = 8000 };
    private static readonly InputOptions Input = new() { DurationSeconds = 0.2 };
    private static readonly int CropFrames = Input.Frames(LogMel);

    [Fact]
    public void Probabilities_are_means_over_the_crops_that_a_clip_has()
    {
        // Clips of as many frames as a crop, of one more (two crops of three) and of many more.
        var view = View([0, 1, 30]);
        var predictions = new ClipScorer(Model(view), crops: 3, fold: 4, seed: 5).Predict(view);
        for (var i = 0; i < 3; i++)
        {
            var starts = i switch { 0 => [0], 1 => new[] { 0, 1 }, _ => [0, 15, 30] };
            var expected = starts.Average(start => Sure(Standardised(view, i, start)[0]));
            Assert.Equal(expected, predictions[i].Probabilities[0], 1e-6);
            Assert.Equal(1, predictions[i].Probabilities.Sum(), 1e-12);
        }

        var clip = predictions[2];
        Assert.Equal(("clip-2", 1, 2, 1, 4, 5, 1), (clip.Path, clip.Actor, clip.Intensity, clip.Statement, clip.Fold, clip.Seed, clip.Truth));
    }

    [Fact]
    public void A_single_crop_is_the_centred_one()
    {
        var view = View([30]);
        var prediction = Assert.Single(new ClipScorer(Model(view), crops: 1, fold: 0, seed: 0).Predict(view));
        Assert.Equal(Sure(Standardised(view, 0, 15)[0]), prediction.Probabilities[0], 1e-6);
    }

    /// <summary>Says with what probability a clip is of the first of three classes by its input's first value alone.</summary>
    private static CustomMappingTransformer<Row, Answer> Model(IDataView view) => new MLContext(1).Transforms
        .CustomMapping<Row, Answer>(
            (row, answer) =>
            {
                var first = Sure(row.Features[0]);
                answer.Probability = [(float)first, (float)(1 - first), 0];
            },
            contractName: null)
        .Fit(view);

    private static double Sure(double value) => 1 / (1 + Math.Exp(-value));

    private static double[] Standardised(FeatureDataView view, int row, int start)
    {
        var clip = view.GetColumn<float[]>("LogMel").ElementAt(row);
        var frames = clip.Length / Mels;
        double[] crop = [.. Enumerable.Range(0, Mels * CropFrames).Select(i => (double)clip[i / CropFrames * frames + start + i % CropFrames])];
        var mean = crop.Average();
        var deviation = Math.Sqrt(crop.Sum(value => (value - mean) * (value - mean)) / (crop.Length - 1));
        return [.. crop.Select(value => (value - mean) / (deviation + 1e-6))];
    }

    private static FeatureDataView View(int[] slacks)
    {
        var rows = slacks.Select((slack, i) => (
            new CorpusClip($"clip-{i}", 1, Emotion.Neutral, 2, 1, 1),
            new ManifestEntry($"key-{i}", $"clip-{i}", "shard", [Mels, CropFrames + slack], i, 16_000, "", "")));
        return new FeatureDataView(Read, [.. rows], TaskMode.Sentiment, LogMel, Input);
    }

    private static LogMelClip Read(ManifestEntry entry)
    {
        var random = new Random((int)entry.Samples);
        Half[] values = [.. Enumerable.Range(0, Mels * entry.Shape[1]).Select(_ => (Half)(random.NextDouble() * 80 - 80))];
        return new LogMelClip(values, Mels, entry.Shape[1]);
    }

    private sealed class Row
    {
        [VectorType]
        public float[] Features { get; set; } = [];
    }

    private sealed class Answer
    {
        [VectorType(3)]
        public float[] Probability { get; set; } = [];
    }
}
