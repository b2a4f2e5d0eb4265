using EmotionGpu.Features.Cache;
using EmotionGpu.Inference;
using EmotionGpu.Training.Corpora;

namespace EmotionGpu.Training.Metrics;

/// <summary>What a model scored on a folder of recordings.</summary>
/// <param name="Clips">Recordings scored.</param>
/// <param name="Refused">Recordings left out: names that say nothing, files that cannot be read; in the order of their paths.</param>
/// <param name="Scores">Of labels: all 0 without clips. Of probabilities, at the model's temperature: NaN without clips.</param>
public sealed record RecordingScores(int Clips, IReadOnlyList<RefusedClip> Refused, EvaluationScores Scores);

/// <summary>Scores a model on a folder of labelled recordings.</summary>
public static class RecordingScorer
{
    /// <summary>Predicts every recording and scores it by what its corpus says.</summary>
    /// <param name="model">The model.</param>
    /// <param name="mode">Its mode.</param>
    /// <param name="folder">Data folder.</param>
    /// <param name="corpus">Its recordings.</param>
    /// <param name="progress">Told how many recordings are done.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static RecordingScores Score(
        EmotionModel model, TaskMode mode, string folder, Corpus corpus, IProgress<int>? progress, CancellationToken cancellation)
    {
        var classes = model.Metadata.Classes.ToList();
        var scored = new List<ClipPrediction>();
        var refused = corpus.Ignored.ToList();
        var predictions = model.PredictFiles(corpus.Clips.Select(clip => Path.Combine(folder, clip.Path)));
        foreach (var (clip, file) in corpus.Clips.Zip(predictions))
        {
            cancellation.ThrowIfCancellationRequested();
            if (file.Prediction is { } prediction)
                scored.Add(ToScored(clip, classes.IndexOf(mode.Classes()[mode.ClassOf(clip.Emotion)]), prediction));
            else
                refused.Add(new RefusedClip(clip.Path, file.Reason!));
            progress?.Report(scored.Count + refused.Count);
        }

        return new RecordingScores(
            scored.Count, [.. refused.OrderBy(clip => clip.Path, StringComparer.Ordinal)], EvaluationScores.Of(classes, scored));
    }

    private static ClipPrediction ToScored(CorpusClip clip, int truth, Prediction prediction) => new(
        clip.Path, clip.Actor, clip.Intensity, clip.Statement, Fold: 0, Seed: 0, truth, [.. prediction.Probabilities.Select(p => (double)p)]);
}
