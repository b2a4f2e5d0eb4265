using EmotionGpu.Inference;

namespace EmotionGpu.Cli.Output;

/// <summary>Predictions as tables for people.</summary>
/// <param name="screen">Where.</param>
/// <param name="classes">The model's.</param>
/// <param name="topK">Classes that are wanted, the most probable first; null: not said.</param>
internal sealed class PredictionTables(Screen screen, IReadOnlyList<string> classes, int? topK)
{
    /// <summary>Classes that people see when nothing is said.</summary>
    private const int ShownClasses = 3;

    /// <summary>One table of all recordings; none of none.</summary>
    public void Show(IReadOnlyList<FilePrediction> predictions)
    {
        if (predictions.Count == 0)
            return;
        var table = Tables.WithText("recording", "label", "bits", "probabilities");
        foreach (var file in predictions)
            table.WithRow(file.Path, file.Prediction!.Label, $"{file.Prediction.Entropy:F2}", Shares(file.Prediction));
        screen.Show(table);
        screen.Line("bits: uncertainty, the entropy of all probabilities");
    }

    /// <summary>A recording's table.</summary>
    public void Show(string path, IReadOnlyList<TimelineWindow> windows)
    {
        screen.Line(path);
        var table = Tables.WithText("start", "end", "label", "bits", "probabilities");
        foreach (var window in windows)
        {
            var (bits, shares) = window.Prediction is { } heard ? ($"{heard.Entropy:F2}", Shares(heard)) : ("", "");
            table.WithRow($"{window.Start:F2}", $"{window.End:F2}", PredictionDocument.LabelOf(window), bits, shares);
        }

        screen.Show(table);
    }

    private string Shares(Prediction prediction) => string.Join("  ",
        PredictionDocument.MostProbable(classes, prediction, topK ?? ShownClasses).Select(pair => $"{pair.Key} {pair.Value:F3}"));
}
