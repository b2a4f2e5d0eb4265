using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using ScottPlot;

namespace EmotionGpu.Training.Reports;

/// <summary>One line of a chart.</summary>
/// <param name="Name">In the legend.</param>
/// <param name="Values">[epoch]; what is not finite is left out.</param>
public sealed record Curve(string Name, IReadOnlyList<double> Values);

/// <summary>
/// A line chart over the epochs as inline SVG. ScottPlot draws lines and grid; the writing around them is left to the browser,
/// because ScottPlot needs fonts for it, which a bare machine has not, and because the browser's writing follows its colours.
/// </summary>
public static partial class CurveChart
{
    private const int Width = 520;
    private const int Height = 250;
    private const int Left = 60;
    private const int Right = 12;
    private const int Top = 10;
    private const int Bottom = 28;

    // Legible on white and on black.
    private static readonly string[] LineColors = ["#3b82f6", "#f97316", "#10b981", "#a855f7"];

    /// <summary>The chart in a <c>figure</c> with its title and legend.</summary>
    /// <param name="title">What is drawn, also for those who cannot see it.</param>
    /// <param name="curves">At most four, of one length.</param>
    /// <param name="low">The vertical axis reaches down to here at least.</param>
    /// <param name="high">The vertical axis reaches up to here at least.</param>
    /// <param name="bestEpoch">Marked with a dashed line.</param>
    public static string Figure(string title, IReadOnlyList<Curve> curves, double low, double high, int bestEpoch)
    {
        var finite = curves.SelectMany(curve => curve.Values).Where(double.IsFinite).ToArray();
        var vertical = Axis.Covering(finite.Append(low).Min(), finite.Append(high).Max(), ticks: 5);
        var epochs = curves.Max(curve => curve.Values.Count);
        var horizontal = Axis.Epochs(epochs);
        var svg = Draw(curves, horizontal, vertical, bestEpoch);
        var labels = new StringBuilder();
        foreach (var tick in horizontal.Ticks)
            AppendLabel(labels, horizontal.Place(tick, Left, Width - Right), Height - 8, "middle", tick);
        foreach (var tick in vertical.Ticks)
            AppendLabel(labels, Left - 8, vertical.Place(tick, Height - Bottom, Top) + 4, "end", tick);

        var legend = string.Concat(curves.Select((curve, index) =>
            $"<span class=\"key\" style=\"--line:{LineColors[index]}\">{WebUtility.HtmlEncode(curve.Name)}</span>"));
        return $"<figure><figcaption>{WebUtility.HtmlEncode(title)}</figcaption>"
            + SvgStart().Replace(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" "
                + $"aria-label=\"{WebUtility.HtmlEncode(title)}\">", 1).Replace("</svg>", labels + "</svg>", StringComparison.Ordinal)
            + $"<div class=\"legend\">{legend}</div></figure>\n";
    }

    private static string Draw(IReadOnlyList<Curve> curves, Axis horizontal, Axis vertical, int bestEpoch)
    {
        using var plot = new Plot();
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Colors.Transparent;
        plot.Layout.Fixed(new PixelPadding(Left, Right, Bottom, Top));
        plot.Axes.SetLimits(horizontal.Low, horizontal.High, vertical.Low, vertical.High);
        plot.Axes.Bottom.TickGenerator = Unlabelled(horizontal);
        plot.Axes.Left.TickGenerator = Unlabelled(vertical);
        plot.Axes.Color(Colors.Gray);
        plot.Grid.MajorLineColor = Colors.Gray.WithAlpha(0.25);
        plot.Axes.Right.IsVisible = false;
        plot.Axes.Top.IsVisible = false;
        plot.Add.VerticalLine(bestEpoch, 1, Colors.Gray, LinePattern.Dashed);
        for (var i = 0; i < curves.Count; i++)
        {
            Coordinates[] points =
                [.. curves[i].Values.Select((value, index) => new Coordinates(index + 1, value)).Where(point => double.IsFinite(point.Y))];
            var line = plot.Add.Scatter(points, Color.FromHex(LineColors[i]));
            line.LineWidth = 2;
            line.MarkerSize = points.Length > 1 ? 0 : 7;
        }

        return plot.GetSvgXml(Width, Height);
    }

    private static ScottPlot.TickGenerators.NumericManual Unlabelled(Axis axis) =>
        new([.. axis.Ticks], [.. axis.Ticks.Select(_ => "")]);

    private static void AppendLabel(StringBuilder labels, double x, double y, string anchor, double value) => labels.Append(
        CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\">{value:0.######}</text>");

    // The declaration before it is not allowed inside HTML, and fixed sizes would not fit a phone.
    [GeneratedRegex(@"^.*?<svg[^>]*>", RegexOptions.Singleline)]
    private static partial Regex SvgStart();
}
