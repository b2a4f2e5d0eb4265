using EmotionGpu.Features.Cache;
using EmotionGpu.Training.Reports.Content;
using EmotionGpu.Training.Reports.Sections;

namespace EmotionGpu.Training.Reports;

/// <summary>A report for people, as a web page that needs nothing around it and as Markdown; both say the same.</summary>
public static class ReportFiles
{
    /// <summary>Name of the page.</summary>
    public const string HtmlFile = "report.html";

    /// <summary>Name of the Markdown.</summary>
    public const string MarkdownFile = "report.md";

    /// <summary>Writes both files; each appears whole or not at all, and replaces an older one.</summary>
    /// <param name="source">What it is about.</param>
    /// <param name="folder">Where; it must exist.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(ReportSource source, string folder)
    {
        var document = Compose(source);
        DurableFile.WriteText(Path.Combine(folder, HtmlFile), HtmlReport.Page(document));
        DurableFile.WriteText(Path.Combine(folder, MarkdownFile), MarkdownReport.Text(document));
    }

    /// <summary>Whether a file of that name is one of the two.</summary>
    internal static bool IsReport(string name) => name is HtmlFile or MarkdownFile;

    /// <summary>What both files say.</summary>
    internal static ReportDocument Compose(ReportSource source) => new(
        IntroductionSection.Title(source),
        [
            .. IntroductionSection.Blocks(source),
            .. ScoresSection.Blocks(source),
            .. ActorsSection.Blocks(source),
            .. EpochsSection.Blocks(source),
            .. ClassesSection.Blocks(source),
            .. CalibrationSection.Blocks(source),
            .. SlicesSection.Blocks(source),
            .. RunsSection.Blocks(source),
            .. MistakesSection.Blocks(source),
            .. ModelCardSection.Blocks(source),
            .. SettingsSection.Blocks(source),
        ]);
}
