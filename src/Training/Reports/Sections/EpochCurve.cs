using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Reports.Content;
using EmotionGpu.Training.Reports.Pictures;

namespace EmotionGpu.Training.Reports.Sections;

/// <summary>A number that every epoch has, over the epochs of one training or of many.</summary>
/// <param name="Chart">Title of the chart that it is drawn in.</param>
/// <param name="Name">In that chart's legend.</param>
/// <param name="Column">Over its column in the table.</param>
/// <param name="High">Its chart reaches up to here at least.</param>
/// <param name="Text">Writes its values.</param>
/// <param name="Spreads">[epoch]; null where no training has a finite value.</param>
internal sealed record EpochCurve(string Chart, string Name, string Column, double High, Func<double, string> Text, IReadOnlyList<Spread?> Spreads)
{
    private const string Loss = "Loss";
    private const string MacroF1 = "Validation macro-F1";
    private const string Uar = "Validation UAR";
    private const string Accuracy = "Accuracy";
    private const string LearningRate = "Learning rate";

    /// <summary>Whether it is of the raw weights beside their average.</summary>
    public bool IsRaw { get; private init; }

    /// <summary>The line, with its band where there are several trainings.</summary>
    public IReadOnlyList<ChartPoint> Points => [.. Enumerable.Range(0, Spreads.Count).Select(epoch =>
    {
        var (mean, sd) = At(epoch);
        return new ChartPoint(epoch + 1, mean, mean - sd, mean + sd);
    })];

    /// <summary>Mean and standard deviation at an epoch, from 0; NaN where there is none.</summary>
    public (double Mean, double Sd) At(int epoch) => Spreads[epoch] is { } spread ? (spread.Mean, spread.Sd) : (double.NaN, double.NaN);

    /// <summary>Every curve of trainings with at least one epoch, those of a chart after one another.</summary>
    public static IEnumerable<EpochCurve> All(IReadOnlyList<RunRecord> runs)
    {
        var hasRaw = runs.Any(run => run.Epochs.Any(epoch => epoch.Raw is not null));
        var kept = hasRaw ? "average of the weights" : "validation";
        EpochCurve[] curves =
        [
            Of(Loss, "training", "training loss", 0.1, InDigits.Score, epoch => epoch.TrainLoss),
            Of(Loss, hasRaw ? "validation, average of the weights" : kept, "validation loss", 0.1, InDigits.Score, epoch => epoch.ValidationLoss),
            .. Raw(Loss, "validation, raw weights", "raw validation loss", 0.1, raw => raw.ValidationLoss),
            Of(MacroF1, kept, "macro-F1", 0.5, InDigits.Score, epoch => epoch.MacroF1),
            .. Raw(MacroF1, "raw weights", "raw macro-F1", 0.5, raw => raw.MacroF1),
            Of(Uar, kept, "UAR", 0.5, InDigits.Score, epoch => epoch.Uar),
            .. Raw(Uar, "raw weights", "raw UAR", 0.5, raw => raw.Uar),
            Of(Accuracy, "training", "training accuracy", 0.5, InDigits.Score, epoch => epoch.TrainAccuracy),
            Of(Accuracy, hasRaw ? "validation, average of the weights" : kept, "validation accuracy", 0.5, InDigits.Score, epoch => epoch.Accuracy),
            .. Raw(Accuracy, "validation, raw weights", "raw validation accuracy", 0.5, raw => raw.Accuracy),
            Of(LearningRate, "learning rate", "learning rate", 1e-6, InDigits.Significant, epoch => epoch.Lr),
        ];
        // Where nobody validates, there is nothing to draw of it.
        var validates = runs.Any(run => run.Validation is not null);
        return curves.Where(curve => validates || curve.Spreads.Any(spread => spread is not null));

        EpochCurve Of(string chart, string name, string column, double high, Func<double, string> text, Func<EpochRecord, double> value) =>
            new(chart, name, column, high, text, SpreadsOf(runs, value));

        IEnumerable<EpochCurve> Raw(string chart, string name, string column, double high, Func<RawScores, double> value) => hasRaw
            ? [Of(chart, name, column, high, InDigits.Score, epoch => epoch.Raw is { } raw ? value(raw) : double.NaN) with { IsRaw = true }]
            : [];
    }

    private static Spread?[] SpreadsOf(IReadOnlyList<RunRecord> runs, Func<EpochRecord, double> value)
    {
        var epochs = runs.Max(run => run.Epochs.Count);
        return [.. Enumerable.Range(0, epochs).Select(epoch =>
        {
            double[] finite = [.. runs.Where(run => run.Epochs.Count > epoch).Select(run => value(run.Epochs[epoch])).Where(double.IsFinite)];
            return finite.Length == 0 ? null : Spread.Of(finite);
        })];
    }
}
