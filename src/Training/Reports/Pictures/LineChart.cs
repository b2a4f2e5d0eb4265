using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using ScottPlot;

namespace EmotionGpu.Training.Reports.Pictures;

/// <summary>
/// A line chart as inline SVG. ScottPlot draws lines, bands and grid; the writing around them is left to the browser, because ScottPlot
/// needs fonts for it, which a bare machine has not, and because the browser's writing follows its colours.
/// </summary>
internal static partial class LineChart
{
    private const int Width = 520;
    private const int Height = 270;
    private const int Left = 60;
    private const int Right = 14;
    private const int Top = 10;
    private const int Bottom = 48;
    private const float LineWidth = 2;
    private const float MarkerSize = 7;

    // Legible on white and on black, and told apart by those who see few colours: they differ in lightness too.
    private static readonly string[] LineColors = ["#3b82f6", "#f97316", "#10b981", "#a855f7"];

    /// <summary>The chart in a <c>figure</c> with its title, and a legend where there are several lines.</summary>
    /// <param name="chart">What it shows.</param>
    /// <param name="number">Which of the page's charts it is; keeps names inside the SVG apart.</param>
    public static string Figure(Chart chart, int number)
    {
        var labels = new StringBuilder();
        foreach (var tick in chart.Horizontal.Ticks)
            AppendLabel(labels, chart.Horizontal.Place(tick, Left, Width - Right), Height - Bottom + 18, "middle", Number(tick));
        foreach (var tick in chart.Vertical.Ticks)
            AppendLabel(labels, Left - 8, chart.Vertical.Place(tick, Height - Bottom, Top) + 4, "end", Number(tick));
        AppendLabel(labels, (Left + Width - Right) / 2.0, Height - 8, "middle", chart.HorizontalTitle);

        return $"<figure><figcaption>{WebUtility.HtmlEncode(chart.Title)}</figcaption>{Svg(chart, number, labels.ToString())}"
            + $"{Legend(chart)}</figure>\n";
    }

    private static string Legend(Chart chart)
    {
        // A single line is what the title says.
        if (chart.Lines.Count == 1)
            return "";
        var keys = chart.Lines.Select((line, index) =>
            $"<span class=\"key\" style=\"--key:{LineColors[index]}\">{WebUtility.HtmlEncode(line.Name)}</span>");
        return $"<div class=\"legend\">{string.Concat(keys)}</div>";
    }

    private static string Svg(Chart chart, int number, string labels)
    {
        var start = $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" "
            + $"aria-label=\"{WebUtility.HtmlEncode(chart.Description)}\">";
        // Skia counts its names through the whole process; a page is to be the same however often it is made.
        var names = new Dictionary<string, int>();
        var drawing = Identifier().Replace(Draw(chart), match =>
        {
            names.TryAdd(match.Groups[2].Value, names.Count + 1);
            return $"{match.Groups[1].Value}chart-{number}-{names[match.Groups[2].Value]}";
        });
        return SvgStart().Replace(drawing, _ => start, 1).Replace("</svg>", labels + "</svg>", StringComparison.Ordinal);
    }

    private static string Draw(Chart chart)
    {
        using var plot = new Plot();
        LayOut(plot, chart);
        if (chart.Mark is { } mark)
            plot.Add.VerticalLine(mark, 1, Colors.Gray, LinePattern.Dashed);
        if (chart.HasDiagonal)
            AddDiagonal(plot, chart);
        for (var i = 0; i < chart.Lines.Count; i++)
            AddBand(plot, chart.Lines[i], Color.FromHex(LineColors[i]));
        for (var i = 0; i < chart.Lines.Count; i++)
            AddLine(plot, chart.Lines[i], Color.FromHex(LineColors[i]));
        return plot.GetSvgXml(Width, Height);
    }

    private static void LayOut(Plot plot, Chart chart)
    {
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Colors.Transparent;
        plot.Layout.Fixed(new PixelPadding(Left, Right, Bottom, Top));
        plot.Axes.SetLimits(chart.Horizontal.Low, chart.Horizontal.High, chart.Vertical.Low, chart.Vertical.High);
        plot.Axes.Bottom.TickGenerator = Unlabelled(chart.Horizontal);
        plot.Axes.Left.TickGenerator = Unlabelled(chart.Vertical);
        plot.Axes.Color(Colors.Gray);
        plot.Grid.MajorLineColor = Colors.Gray.WithAlpha(0.25);
        plot.Axes.Right.IsVisible = false;
        plot.Axes.Top.IsVisible = false;
    }

    private static void AddDiagonal(Plot plot, Chart chart)
    {
        var low = Math.Max(chart.Horizontal.Low, chart.Vertical.Low);
        var high = Math.Min(chart.Horizontal.High, chart.Vertical.High);
        var diagonal = plot.Add.Line(low, low, high, high);
        diagonal.LineColor = Colors.Gray;
        diagonal.LinePattern = LinePattern.Dashed;
    }

    private static void AddBand(Plot plot, ChartLine line, Color color)
    {
        ChartPoint[] points = [.. line.Points.Where(point => double.IsFinite(point.Low) && double.IsFinite(point.High))];
        if (points.Length < 2)
            return;
        var band = plot.Add.FillY(
            [.. points.Select(point => point.X)], [.. points.Select(point => point.Low)], [.. points.Select(point => point.High)]);
        band.FillColor = color.WithAlpha(0.2);
        band.LineWidth = 0;
    }

    private static void AddLine(Plot plot, ChartLine line, Color color)
    {
        Coordinates[] points = [.. line.Points.Where(point => double.IsFinite(point.Y)).Select(point => new Coordinates(point.X, point.Y))];
        var scatter = plot.Add.Scatter(points, color);
        scatter.LineWidth = LineWidth;
        scatter.MarkerSize = line.HasMarkers || points.Length == 1 ? MarkerSize : 0;
    }

    private static ScottPlot.TickGenerators.NumericManual Unlabelled(Axis axis) => new([.. axis.Ticks], [.. axis.Ticks.Select(_ => "")]);

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static void AppendLabel(StringBuilder labels, double x, double y, string anchor, string text) => labels.Append(
        CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(text)}</text>");

    // The declaration before it is not allowed inside HTML, and fixed sizes would not fit a phone.
    [GeneratedRegex(@"^.*?<svg[^>]*>", RegexOptions.Singleline)]
    private static partial Regex SvgStart();

    [GeneratedRegex(@"(\bid=""|url\(#|href=""#)([\w-]+)")]
    private static partial Regex Identifier();
}
