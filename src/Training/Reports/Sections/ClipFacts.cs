using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Metrics;

namespace EmotionGpu.Training.Reports.Sections;

/// <summary>What is known of a clip besides its emotion, in words.</summary>
internal static class ClipFacts
{
    /// <summary>The actor's number, and whatever else the corpus says: <c>5, male</c>, <c>1, OAF</c>, <c>1001</c>.</summary>
    public static string Speaker(RunRecord run, int actor)
    {
        if (CorpusKinds.OddActorsAreMen(run.Corpus))
            return $"{actor}, {(actor % 2 == 0 ? "female" : "male")}";
        return run.Speakers?.GetValueOrDefault(actor) is { } name ? $"{actor}, {name}" : $"{actor}";
    }

    /// <summary>What was said and how strongly: <c>statement 2, strong</c>; empty where the corpus says neither.</summary>
    public static string Spoken(ClipPrediction clip) => string.Join(", ", new[]
    {
        clip.Statement > 0 ? $"statement {clip.Statement}" : "",
        clip.Intensity > 0 ? IntensityLevel.Name(clip.Intensity) : "",
    }.Where(fact => fact.Length > 0));
}
