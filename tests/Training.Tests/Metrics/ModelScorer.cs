using EmotionGpu.Training.Data;
using EmotionGpu.Training.Export;
using EmotionGpu.Training.Metrics;
using Microsoft.ML;

namespace EmotionGpu.Training.Tests.Metrics;

/// <summary>Scores an ML.NET model on labelled rows.</summary>
internal static class ModelScorer
{
    /// <summary>Runs a model over rows and counts its labels against theirs.</summary>
    /// <param name="model">Gives the key column <c>PredictedLabel</c>.</param>
    /// <param name="rows">Has the key column <c>Label</c>, with keys in the order of <paramref name="classes"/>.</param>
    /// <param name="classes">Class names.</param>
    public static Scores Score(ITransformer model, IDataView rows, IReadOnlyList<string> classes)
    {
        var predictions = model.Transform(rows);
        var label = predictions.Schema[FeatureDataView.LabelColumn];
        var predicted = predictions.Schema[OnnxModelChain.PredictedLabelName];
        var confusion = new ConfusionMatrix(classes);
        using var cursor = predictions.GetRowCursor([label, predicted]);
        var getLabel = cursor.GetGetter<uint>(label);
        var getPredicted = cursor.GetGetter<uint>(predicted);
        uint truth = 0, guess = 0;
        while (cursor.MoveNext())
        {
            getLabel(ref truth);
            getPredicted(ref guess);
            confusion.Add((int)truth - 1, (int)guess - 1);
        }

        return confusion.Scores();
    }
}
