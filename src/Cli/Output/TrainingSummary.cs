using EmotionGpu.Training.Reports;
using EmotionGpu.Training.Trainers;
using Spectre.Console;

namespace EmotionGpu.Cli.Output;

/// <summary>What stands at the end of a training: best and last beside each other, the test part, where everything lies.</summary>
internal static class TrainingSummary
{
    /// <summary>Prints it for people.</summary>
    public static void Show(Screen screen, TrainingResult result)
    {
        var record = result.Record;
        var table = Tables.WithNumbers("", "macro-F1", "UAR", "accuracy");
        var isBest = record.Options.Recipe.Keep == KeptEpoch.Best;
        var of = record.LearnsOtherClasses ? ", of the emotions learned" : "";
        if (record.Validation is not null)
        {
            AddRow(table, $"validation, {(isBest ? "best" : "last")} (epoch {record.Best.Epoch}, kept){of}", record.Best);
            AddRow(table, $"validation, last (epoch {record.Last.Epoch}){of}", record.Last);
        }

        if (record.Test is { } test)
            table.WithRow("test, kept", $"{test.MacroF1:F3}", $"{test.Uar:F3}", $"{test.Accuracy:F3}");
        if (record.Validation is not null || record.Test is not null)
            screen.Show(table);
        screen.Line(record.Test is null
            ? $"No test clips: the data has none of the actors that protocol {record.Protocol} tests. "
                + (isBest ? "The best epoch was chosen by the validation actors, so its score is an optimistic one." : "The last epoch was kept unseen.")
            : $"The {(isBest ? "best epoch was chosen by the validation actors" : "last epoch was kept")}; the {record.Clips.Test} test clips scored it once.");
        if (record is { Probabilities: { } probabilities, Validation: not null })
            screen.Line(Calibration(probabilities));
        screen.Line($"Run folder: {result.Folder} (model.zip, model.onnx, model.safetensors, run.json, report.html, report.md)");
        screen.Line($"Seconds: features {record.Seconds.Features:F1}, training {record.Seconds.Training:F1}, in all {record.Seconds.Total:F1}");
    }

    private static string Calibration(RunProbabilities probabilities)
    {
        var temperature = $"Temperature {probabilities.Temperature:F3}, fitted on the validation clips";
        return probabilities is { Before: { } before, After: { } after }
            ? $"{temperature}; test log loss {before.LogLoss:F3} without it, {after.LogLoss:F3} with it, as the model has it"
            : temperature;
    }

    private static void AddRow(Table table, string name, EpochScores scores) =>
        table.WithRow(name, $"{scores.MacroF1:F3}", $"{scores.Uar:F3}", $"{scores.Accuracy:F3}");
}
