using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Reports;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Tests.Reports;

/// <summary>Invented trainings and cross-validations to report on.</summary>
internal static class SampleReport
{
    /// <summary>A training with predictions.</summary>
    public static ReportSource OfRun(RunRecord run, bool withTest = true)
    {
        var test = withTest ? Predictions(0, run.Seed, [12, 18]) : [];
        return ReportSource.Of(run, new RunPredictions(TaskMode.Emotion, Predictions(0, run.Seed, [19, 21]), test));
    }

    /// <summary>Writes a finished cross-validation: fold k tests actors 2k + 1 and 2k + 2.</summary>
    public static ReportSource OfCrossValidation(string folder, int folds = 2, int seeds = 2, bool withTest = true)
    {
        var requests = new List<TrainingRequest>();
        for (var seed = 1; seed <= seeds; seed++)
        {
            for (var fold = 0; fold < folds; fold++)
            {
                var name = $"fold-{fold}-seed-{seed}";
                var path = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
                var run = SampleRun.Create(withTest: withTest, epochs: 3 + fold) with { Run = name, Fold = fold, Seed = seed };
                RunJson.Write(run, Path.Combine(path, RunJson.FileName));
                var test = withTest ? Predictions(fold, seed, [2 * fold + 1, 2 * fold + 2]) : [];
                new RunPredictions(TaskMode.Emotion, Predictions(fold, seed, [21]), test).Write(path);
                requests.Add(new TrainingRequest { Mode = TaskMode.Emotion, CacheFolder = folder, RunFolder = path, Fold = fold, Seed = seed });
            }
        }

        CrossValidationFolder.Collect(folder, requests, [new SkippedFold(7, [23, 24])]).Write();
        return ReportFolder.Read(folder);
    }

    /// <summary>Each actor says each emotion twice; four of five clips are heard right, the more surely the higher the actor's number.</summary>
    public static IReadOnlyList<ClipPrediction> Predictions(int fold, int seed, IReadOnlyList<int> actors) =>
        [.. from actor in actors
            from clip in Enumerable.Range(0, 16)
            let truth = clip % 8
            let heard = (clip + actor + seed) % 5 == 0 ? (truth + 1 + seed % 3) % 8 : truth
            let confidence = 0.4 + 0.02 * actor + 0.005 * clip
            select new ClipPrediction(
                $"Actor_{actor:00}/clip-{clip}.wav", actor, 1 + clip % 2, 1 + clip / 8, fold, seed, truth, Probabilities(heard, confidence))];

    private static double[] Probabilities(int heard, double confidence) =>
        [.. Enumerable.Range(0, 8).Select(index => index == heard ? confidence : (1 - confidence) / 7)];
}
