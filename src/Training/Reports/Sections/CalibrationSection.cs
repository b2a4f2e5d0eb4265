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
            + "average. A temperature, fitted on the validation clips of each training, makes all probabilities softer (above 1) or harder "
            + "(below 1) without changing what is heard.", ParagraphKind.Small);
        yield return new ReportCharts([
            Diagram(test.EnsembleCalibration is null ? "Reliability" : "Reliability of single networks", test.Calibration),
            .. test.EnsembleCalibration is { } ensemble ? [Diagram("Reliability of the ensemble", ensemble)] : Array.Empty<Chart>()],
            "On the dashed line a probability is what it says; below it the network is too sure of itself.");
        yield return Scores(test);
        yield return Bins(test.Calibration);
        yield return Temperatures(test);
    }

    // A little beyond both ends, so that markers there are whole.
    private static Axis Shares { get; } = Axis.Covering(0, 1, ticks: 5) with { Low = -0.03, High = 1.03 };

    private static Chart Diagram(string title, Calibration calibration) => new(
        title,
        $"{title}: share of clips that are right against the probability of what was heard; expected calibration error "
            + $"{InDigits.Score(calibration.Before.Ece)} before and {InDigits.Score(calibration.After.Ece)} after the temperature",
        [Line("before the temperature", calibration.Before), Line("after the temperature", calibration.After)],
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
        string[][] Rows(string whose, Calibration calibration) =>
            [Row($"{whose}before the temperature", calibration.Before), Row($"{whose}after the temperature", calibration.After)];

        return ReportTable.OfNumbers(
            "Smaller is better", ["", "log loss", "Brier score", "calibration error"],
            test.EnsembleCalibration is { } ensemble
                ? [.. Rows("single networks, ", test.Calibration), .. Rows("ensemble, ", ensemble)]
                : Rows("", test.Calibration));
    }

    private static ReportTable Bins(Calibration calibration) => ReportTable.OfNumbers(
        "Clips by probability", ["probability", "clips before", "mean probability", "share right", "clips after", "mean probability", "share right"],
        calibration.Before.Bins.Zip(calibration.After.Bins, (before, after) => (string[])
            [$"{InDigits.Hundredths(before.From)} to {InDigits.Hundredths(before.To)}", .. Bin(before), .. Bin(after)]),
        TableKind.Folded);

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
