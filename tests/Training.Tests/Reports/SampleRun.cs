using EmotionGpu.Features.LogMel;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Reports;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Tests.Reports;

/// <summary>An invented run to write documents about.</summary>
internal static class SampleRun
{
    public static RunRecord Create(string corpus = "ravdess", bool withTest = false, int epochs = 30)
    {
        EpochRecord[] all = [.. Enumerable.Range(1, epochs).Select(Epoch)];
        var best = all.MaxBy(epoch => epoch.MacroF1)!;
        return new RunRecord(
            "20261103-101500-emotion", "emotion", corpus, corpus == "demo" ? "demo" : "seed", 0, "seed", 7, "cpu", Precision.Float32,
            new RunOptions(new LogMelOptions(), new InputOptions(), Recipe.Seed),
            new RunEnvironment("0.1.0", "Debian 12", "10.0.0", "2.10.0", 2, 2, "cpu", "2 cores <avx512>", "train --mode emotion", "2026-11-03T10:15:00Z"),
            TaskMode.Emotion.Classes(), new RunActors([1, 2, 3, 4, 5], [19, 21], withTest ? [12, 18] : [], withTest ? [20] : [12, 18, 20]),
            new RunClips(300, 120, withTest ? 120 : 0), [1.8, 1, 1, 1, 1, 1, 1, 1], all, Of(best), Of(all[^1]), Scores(0.55),
            withTest ? Scores(0.5) : null, new RunSeconds(4.5, 600, 612.25), [],
            new RunProbabilities(1.25, withTest ? Probabilities : null, withTest ? Probabilities : null));
    }

    private static ProbabilityScores Probabilities { get; } = new(1.1, 0.6, 0.05, []);

    private static EpochRecord Epoch(int epoch) => new(
        epoch, 2.1 * Math.Exp(-epoch / 12.0), 1 - Math.Exp(-epoch / 10.0),
        0.55 - 0.5 * Math.Exp(-epoch / 6.0) - 0.002 * epoch + 0.02 * Math.Sin(9 * epoch),
        0.56 - 0.5 * Math.Exp(-epoch / 6.0), 0.57 - 0.5 * Math.Exp(-epoch / 6.0), 1.4 + 0.02 * epoch + Math.Exp(-epoch / 5.0),
        3e-4 * Math.Min(epoch / 2.0, 0.5 * (1 + Math.Cos(Math.PI * epoch / 30))), 21.5);

    private static EpochScores Of(EpochRecord epoch) => new(epoch.Epoch, epoch.MacroF1, epoch.Uar, epoch.Accuracy);

    private static Scores Scores(double share)
    {
        var draws = new Random(3);
        var matrix = new ConfusionMatrix(TaskMode.Emotion.Classes());
        for (var clip = 0; clip < 120; clip++)
            matrix.Add(clip % 8, draws.NextDouble() < share ? clip % 8 : draws.Next(8));
        return matrix.Scores();
    }
}
