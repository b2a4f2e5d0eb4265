using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Reports.Content;
using EmotionGpu.Training.Reports.Pictures;

namespace EmotionGpu.Training.Reports.Sections;

/// <summary>Loss, scores and learning rate over the epochs; of several trainings their mean, and a band of one standard deviation.</summary>
internal static class EpochsSection
{
    /// <summary>Largest deviation as a share of the mean that is not worth a figure.</summary>
    private const double NoSpread = 1e-4;

    /// <summary>Charts, and every epoch in figures.</summary>
    public static IEnumerable<ReportBlock> Blocks(ReportSource source)
    {
        var epochs = source.Runs.Max(run => run.Epochs.Count);
        if (epochs == 0)
            yield break;
        var isMany = source.Runs.Count > 1;
        EpochCurve[] curves = [.. EpochCurve.All(source.Runs)];
        yield return new ReportHeading("Epochs");
        if (curves.Any(curve => curve.IsRaw))
        {
            yield return new ReportParagraph(
                "Kept is an average of the weights, which is what is scored and handed over; beside it stand the raw weights that it is made of.",
                ParagraphKind.Small);
        }

        var mark = isMany ? (int?)null : source.Runs[0].Best.Epoch;
        yield return new ReportCharts(
            [.. curves.GroupBy(curve => curve.Chart).Select(chart => Chart([.. chart], epochs, mark))],
            isMany ? "Lines are means over the trainings, bands reach one standard deviation up and down." : "The dashed line marks the kept epoch.");
        yield return Table(curves, epochs, isMany);
    }

    private static Chart Chart(EpochCurve[] curves, int epochs, double? mark)
    {
        var first = curves[0];
        var points = curves.Select(curve => curve.Points).ToArray();
        var values = points.SelectMany(line => line).SelectMany(point => new[] { point.Y, point.Low, point.High }).Where(double.IsFinite).ToArray();
        var vertical = Axis.Covering(values.Append(0).Min(), values.Append(first.High).Max(), ticks: 5);
        var ends = curves.Select(curve => $"{curve.Name} ends at {curve.Text(curve.Points[^1].Y)}");
        return new Chart(
            first.Chart, $"{first.Chart} over {InDigits.Counted(epochs, "epoch")}: {string.Join(", ", ends)}",
            [.. curves.Select(curve => new ChartLine(curve.Name, curve.Points))], Axis.Epochs(epochs), vertical, "epoch")
        {
            Mark = mark,
        };
    }

    private static ReportTable Table(EpochCurve[] curves, int epochs, bool isMany) => new(
        isMany ? "Every epoch: means over all folds and seeds that reached it, beside them the standard deviation" : "Every epoch",
        [new ReportColumn("epoch", IsText: true), .. curves.Select(curve => new ReportColumn(curve.Column))],
        [.. Enumerable.Range(0, epochs).Select(epoch => new[] { new ReportCell(InDigits.Count(epoch + 1)) }
            .Concat(curves.Select(curve => Cell(curve, epoch))).ToArray())],
        TableKind.Folded);

    private static ReportCell Cell(EpochCurve curve, int epoch)
    {
        var (mean, sd) = curve.At(epoch);
        // Learning rates of folds differ by rounding, and by a step more or less an epoch: zeros behind a point that say nothing.
        var isRounding = sd > 0 && sd < NoSpread * Math.Abs(mean);
        return new ReportCell(curve.Text(mean), Detail: double.IsNaN(sd) || isRounding ? "" : curve.Text(sd));
    }
}
