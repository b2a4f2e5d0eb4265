using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Reports.Content;
using EmotionGpu.Training.Reports.Pictures;

namespace EmotionGpu.Training.Reports.Sections;

/// <summary>Whether a probability of 0.8 is right eight times of ten, before and after a temperature.</summary>
internal static class CalibrationSection
{
    /// <summary>Reliability diagram and scores of the probabilities; nothing without test clips.</summary>
    public static IEnumerable<ReportBlock> Blocks(ReportSource source)
    {
        if (source.Result?.Test is not { } test)
            yield break;
        yield return new ReportHeading("Probabilities");
        yield return new ReportParagraph(
            "Clips are sorted by the probability of what was heard; the calibration error is how far that is from the share that is right, on "
            + "average." + (test.Calibration.After is null ? "" : Explanation), ParagraphKind.Small);
        yield return new ReportCharts([
            Diagram(test.EnsembleCalibration is null ? "Reliability" : "Reliability of single networks", test.Calibration),
            .. test.EnsembleCalibration is { } ensemble ? [Diagram("Reliability of the ensemble", ensemble)] : Array.Empty<Chart>()],
            "On the dashed line a probability is what it says; below it the network is too sure of itself.");
        yield return Scores(test);
        yield return Bins(test.Calibration);
        if (test.Calibration.Temperatures.Count > 0)
            yield return Temperatures(test);
    }

    private const string Explanation = " A temperature, fitted on the validation clips of each training, makes all probabilities softer (above 1) or "
        + "harder (below 1) without changing what is heard.";

    // A little beyond both ends, so that markers there are whole.
    private static Axis Shares { get; } = Axis.Covering(0, 1, ticks: 5) with { Low = -0.03, High = 1.03 };

    private static Chart Diagram(string title, Calibration calibration) => new(
        title,
        $"{title}: share of clips that are right against the probability of what was heard; expected calibration error "
            + (calibration.After is { } scaled
                ? $"{InDigits.Score(calibration.Before.Ece)} before and {InDigits.Score(scaled.Ece)} after the temperature"
                : InDigits.Score(calibration.Before.Ece)),
        calibration.After is { } after
            ? [Line("before the temperature", calibration.Before), Line("after the temperature", after)]
            : [Line("no temperature", calibration.Before)],
        Shares, Shares, "probability of what was heard; upwards: share that is right")
    {
        HasDiagonal = true,
    };

    private static ChartLine Line(string name, ProbabilityScores scores) => new(
        name, [.. scores.Bins.Where(bin => bin.Count > 0).Select(bin => new ChartPoint(bin.Confidence, bin.Accuracy))], HasMarkers: true);

    private static ReportTable Scores(TestResult test)
    {
        string[] Row(string name, ProbabilityScores scores) =>
            [name, InDigits.Score(scores.LogLoss), InDigits.Score(scores.Brier), InDigits.Score(scores.Ece)];
        string[][] Rows(string whose, Calibration calibration) => calibration.After is { } after
            ? [Row($"{whose}before the temperature", calibration.Before), Row($"{whose}after the temperature", after)]
            : [Row($"{whose}no temperature", calibration.Before)];

        return ReportTable.OfNumbers(
            "Smaller is better", ["", "log loss", "Brier score", "calibration error"],
            test.EnsembleCalibration is { } ensemble
                ? [.. Rows("single networks, ", test.Calibration), .. Rows("ensemble, ", ensemble)]
                : Rows("", test.Calibration));
    }

    private static ReportTable Bins(Calibration calibration)
    {
        const string Title = "Clips by probability";
        return calibration.After is { } scaled
            ? ReportTable.OfNumbers(
                Title, ["probability", "clips before", "mean probability", "share right", "clips after", "mean probability", "share right"],
                calibration.Before.Bins.Zip(scaled.Bins, (before, after) => (string[])[Edges(before), .. Bin(before), .. Bin(after)]), TableKind.Folded)
            : ReportTable.OfNumbers(
                Title, ["probability", "clips", "mean probability", "share right"],
                calibration.Before.Bins.Select(bin => (string[])[Edges(bin), .. Bin(bin)]), TableKind.Folded);
    }

    private static string Edges(ReliabilityBin bin) => $"{InDigits.Hundredths(bin.From)} to {InDigits.Hundredths(bin.To)}";

    private static string[] Bin(ReliabilityBin bin) => bin.Count == 0
        ? ["0", InDigits.Score(double.NaN), InDigits.Score(double.NaN)]
        : [InDigits.Count(bin.Count), InDigits.Score(bin.Confidence), InDigits.Score(bin.Accuracy)];

    private static ReportTable Temperatures(TestResult test) => ReportTable.OfNumbers(
        "Temperatures", ["fold", "seed", "temperature"],
        test.Calibration.Temperatures.Concat(test.EnsembleCalibration?.Temperatures ?? []).Select(model => new[]
        {
            InDigits.Count(model.Fold), model.Seed == Ensemble.Seed ? "ensemble" : InDigits.Count(model.Seed), InDigits.Hundredths(model.Value),
        }),
        TableKind.Folded);
}
