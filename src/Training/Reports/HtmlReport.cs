using System.Globalization;
using System.Net;
using System.Text;
using EmotionGpu.Features.Cache;

namespace EmotionGpu.Training.Reports;

/// <summary>
/// A run as one HTML page for people: scores, curves, confusion, actors, options. Pictures and style are inside; it asks no other
/// host for anything and runs no script.
/// </summary>
public static class HtmlReport
{
    /// <summary>Writes the page; the file appears whole or not at all.</summary>
    public static void Write(RunRecord run, string path) => DurableFile.WriteText(path, Page(run));

    /// <summary>The page.</summary>
    public static string Page(RunRecord run)
    {
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
            .Append(CultureInfo.InvariantCulture, $"<title>{Encode(run.Run)}</title>\n<style>\n{ReportStyle.Css}</style>\n</head>\n<body>\n<main>\n")
            .Append(CultureInfo.InvariantCulture, $"<h1>Speech {Encode(run.Mode)} model, run {Encode(run.Run)}</h1>\n");
        ReportSections.Banner(page, run);
        ReportSections.Introduction(page, run);
        ReportSections.Summary(page, run);
        ReportSections.Curves(page, run);
        ScoreTables.Append(page, "Validation clips, weights of the best epoch", run.Validation);
        if (run.Test is { } test)
            ScoreTables.Append(page, "Test clips, weights of the best epoch", test);
        ReportSections.Actors(page, run);
        ReportSections.Settings(page, run);
        return page.Append("</main>\n</body>\n</html>\n").ToString();
    }

    /// <summary>Text as HTML.</summary>
    internal static string Encode(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A score with three decimals; a dash for what is not a number.</summary>
    internal static string Score(double value) => double.IsFinite(value) ? value.ToString("0.000", CultureInfo.InvariantCulture) : "–";
}
