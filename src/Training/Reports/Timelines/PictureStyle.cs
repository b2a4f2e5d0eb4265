using ScottPlot;

namespace EmotionGpu.Training.Reports.Timelines;

/// <summary>Sizes and colours of a timeline's picture, in pixels.</summary>
internal static class PictureStyle
{
    public const int Width = 1600;
    public const int Height = 1040;

    /// <summary>Room beside the panels: for the ticks on the left, for the key on the right.</summary>
    public const int Left = 96;
    public const int Right = 160;

    public const float TitleSize = 21;
    public const float LabelSize = 16;
    public const float TickSize = 14;

    /// <summary>Letters of <see cref="TickSize"/> are about so wide.</summary>
    private const double LetterWidth = 8.5;

    public static Color Ink { get; } = Color.FromHex("#30343b");

    public static Color Wave { get; } = Color.FromHex("#3a5a86");

    public static Color Silence { get; } = Color.FromHex("#e3e5e9");

    /// <summary>An entry of a key.</summary>
    public static LegendItem Key(string name, Color color) => new() { LabelText = name, FillColor = color, LineWidth = 0, MarkerSize = 0 };

    /// <summary>How wide a stretch of time is.</summary>
    /// <param name="stretch">Its length in seconds.</param>
    /// <param name="seconds">The recording's.</param>
    public static double Pixels(double stretch, double seconds) => stretch / seconds * (Width - Left - Right);

    /// <summary>Writes a word in the middle of a stretch of time, on its colour, that is wide enough for it.</summary>
    public static void AddTextWhereItFits(Plot plot, string word, Color on, (double Start, double End) stretch, double height, double seconds)
    {
        var (start, end) = stretch;
        if (Pixels(end - start, seconds) < (word.Length + 1) * LetterWidth)
            return;
        var text = plot.Add.Text(word, (start + end) / 2, height);
        text.LabelFontName = PictureFont.Name;
        text.LabelFontSize = TickSize;
        text.LabelFontColor = on.Luminance < 0.5 ? Colors.White : Ink;
        text.LabelAlignment = Alignment.MiddleCenter;
    }
}
