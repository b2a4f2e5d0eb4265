using EmotionGpu.Training.Metrics;

namespace EmotionGpu.Training.Tests.Metrics;

/// <summary>Predictions of an invented cross-validation: every actor has the same clips and is tested in one fold.</summary>
internal static class InventedPredictions
{
    private const int ClipsPerClass = 6;

    /// <summary>Predictions of each actor and seed, right with a probability that the actor has.</summary>
    /// <param name="shares">[actor], how often a prediction is right.</param>
    /// <param name="seeds">Number of seeds, from 0.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="draw">What the predictions hang on.</param>
    public static ClipPrediction[] Of(double[] shares, int seeds = 2, int classes = 4, int draw = 1)
    {
        var random = new Random(draw);
        return
        [
            .. from seed in Enumerable.Range(0, seeds)
               from actor in Enumerable.Range(1, shares.Length)
               from clip in Enumerable.Range(0, classes * ClipsPerClass)
               let truth = clip % classes
               let predicted = random.NextDouble() < shares[actor - 1] ? truth : random.Next(classes)
               select new ClipPrediction(
                   $"Actor_{actor:00}/{clip:00}.wav", actor, 1 + clip / classes % 2, 1 + clip / (2 * classes) % 2, actor % 3, seed, truth,
                   Confident(predicted, classes)),
        ];
    }

    /// <summary>As many actors of one skill.</summary>
    public static ClipPrediction[] Of(double share, int actors, int seeds = 2, int classes = 4, int draw = 1) =>
        Of([.. Enumerable.Repeat(share, actors)], seeds, classes, draw);

    private static double[] Confident(int predicted, int classes) =>
        [.. Enumerable.Range(0, classes).Select(index => index == predicted ? 0.7 : 0.3 / (classes - 1))];
}
