namespace EmotionGpu.Training.Reports.Pictures;

/// <summary>A point of a line.</summary>
/// <param name="X">Along the horizontal axis.</param>
/// <param name="Y">Along the vertical axis; a point that is not finite is left out.</param>
/// <param name="Low">Lower edge of the band around the line; NaN: no band.</param>
/// <param name="High">Upper edge.</param>
internal sealed record ChartPoint(double X, double Y, double Low = double.NaN, double High = double.NaN);

/// <summary>A line of a chart.</summary>
/// <param name="Name">In the legend.</param>
/// <param name="Points">In the order of X.</param>
/// <param name="HasMarkers">Whether each point is marked.</param>
internal sealed record ChartLine(string Name, IReadOnlyList<ChartPoint> Points, bool HasMarkers = false);

/// <summary>What a line chart shows.</summary>
/// <param name="Title">Over it.</param>
/// <param name="Description">For those who cannot see it.</param>
/// <param name="Lines">At most four.</param>
/// <param name="Horizontal">Horizontal axis.</param>
/// <param name="Vertical">Vertical axis.</param>
/// <param name="HorizontalTitle">Under the horizontal axis.</param>
internal sealed record Chart(string Title, string Description, IReadOnlyList<ChartLine> Lines, Axis Horizontal, Axis Vertical, string HorizontalTitle)
{
    /// <summary>Where a dashed vertical line stands; null: nowhere.</summary>
    public double? Mark { get; init; }

    /// <summary>Whether a dashed line shows where both axes have the same value.</summary>
    public bool HasDiagonal { get; init; }
}
