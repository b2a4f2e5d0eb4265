using ScottPlot;
using SkiaSharp;

namespace EmotionGpu.Training.Reports.Timelines;

/// <summary>
/// The letters of pictures: DejaVu Sans, cut down to Latin-1 and carried in this assembly, because a bare machine has no fonts, and so that a picture is the same
/// on every machine. Its licence is in <c>Fonts/LICENSE</c>.
/// </summary>
internal sealed class PictureFont : IFontResolver
{
    /// <summary>The name by which ScottPlot asks for it.</summary>
    public const string Name = "EmotionGpu Sans";

    private static readonly Lazy<SKTypeface> Typeface = new(Load);

    private static readonly Lazy<bool> Registered = new(() =>
    {
        Fonts.FontResolvers.Insert(0, new PictureFont());
        return true;
    });

    /// <summary>Makes the name known to ScottPlot.</summary>
    public static void Register() => _ = Registered.Value;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        fontName == Name ? Typeface.Value : null;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == Name ? Typeface.Value : null;

    private static SKTypeface Load()
    {
        using var stream = typeof(PictureFont).Assembly.GetManifestResourceStream("DejaVuSans-Latin1.ttf")!;
        return SKTypeface.FromStream(stream);
    }
}
