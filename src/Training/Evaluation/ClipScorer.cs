using EmotionGpu.Inference;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Data;
using EmotionGpu.Training.Metrics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmotionGpu.Training.Evaluation;

/// <summary>What an ML.NET model says of every clip of a view: the file that is handed over is what is scored.</summary>
/// <param name="model">Gives the column <c>Probability</c>.</param>
/// <param name="crops">Crops of a clip whose probabilities are averaged; 1 is the centred one.</param>
/// <param name="fold">Fold whose model this is, from 0.</param>
/// <param name="seed">Seed of the model.</param>
internal sealed class ClipScorer(ITransformer model, int crops, int fold, int seed)
{
    /// <summary>The probabilities of each clip, in the order of the view.</summary>
    public ClipPrediction[] Predict(FeatureDataView view)
    {
        var sums = view.Clips.ToDictionary(clip => clip, _ => new double[view.Mode.Classes().Count]);
        for (var crop = 0; crop < crops; crop++)
            AddProbabilities(view.WithCrop(crop, crops), sums);
        return [.. view.Clips.Select(clip => ToPrediction(clip, sums[clip], view.Mode))];
    }

    private void AddProbabilities(FeatureDataView view, Dictionary<CorpusClip, double[]> sums)
    {
        var probabilities = model.Transform(view).GetColumn<float[]>(ModelMetadata.ProbabilityName);
        foreach (var (clip, ofCrop) in view.Clips.Zip(probabilities))
        {
            var sum = sums[clip];
            for (var i = 0; i < sum.Length; i++)
                sum[i] += ofCrop[i];
        }
    }

    // Divided by their sum, not by the clip's number of crops: softmax in float32 adds up to 1 only to seven digits.
    private ClipPrediction ToPrediction(CorpusClip clip, double[] sums, TaskMode mode)
    {
        var total = sums.Sum();
        return new ClipPrediction(
            clip.Path, clip.Actor, clip.Intensity, clip.Statement, fold, seed, mode.ClassOf(clip.Emotion), [.. sums.Select(sum => sum / total)]);
    }
}
