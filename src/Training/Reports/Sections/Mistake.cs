using EmotionGpu.Training.Metrics;

namespace EmotionGpu.Training.Reports.Sections;

/// <summary>A clip that is heard as what it is not.</summary>
/// <param name="Clip">The clip, with the mean of the seeds' probabilities.</param>
/// <param name="WrongSeeds">Seeds that by themselves hear it wrong.</param>
/// <param name="Seeds">Seeds that heard it.</param>
internal sealed record Mistake(ClipPrediction Clip, int WrongSeeds, int Seeds)
{
    /// <summary>Every mistake of the seeds' ensemble, the most confident first.</summary>
    /// <param name="predictions">Of every seed, on the same clips.</param>
    public static IEnumerable<Mistake> All(IReadOnlyList<ClipPrediction> predictions)
    {
        if (predictions.Count == 0)
            return [];
        var seeds = predictions.ToLookup(clip => (clip.Path, clip.Fold));
        return Ensemble.OverSeeds(predictions).Where(clip => clip.Predicted != clip.Truth).OrderByDescending(clip => clip.Confidence)
            .Select(clip => (clip, Seeds: seeds[(clip.Path, clip.Fold)]))
            .Select(pair => new Mistake(pair.clip, pair.Seeds.Count(seed => seed.Predicted != seed.Truth), pair.Seeds.Count()));
    }
}
