using System.CommandLine;
using EmotionGpu.Cli.Options;
using EmotionGpu.Cli.Output;
using EmotionGpu.Features.Cache;
using EmotionGpu.Training.Reports;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion report</c>: makes the report of a training or a cross-validation from the files in its folder.</summary>
internal sealed class ReportCommand : EmotionCommand
{
    private readonly Argument<string> _folder = new("FOLDER") { Description = "Folder of a finished training or cross-validation." };
    private readonly Option<string?> _cache = ValueOption.ExistingFolder("--cache",
        "Folder of the cached features, for the spectrograms of mistakes. [default: ./cache where that has features, else no spectrograms]");

    public ReportCommand() : base("report", "Make report.html and report.md of a training or a cross-validation from the files in its folder.",
        "emotion report runs/20260101-120000-emotion",
        "emotion report results/emotion --cache cache")
    {
        Arguments.Add(_folder);
        Options.Add(_cache);
        AddJson();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult parse, Screen screen, CancellationToken cancellation)
    {
        var folder = parse.GetValue(_folder)!;
        if (!Directory.Exists(folder))
            throw CommandException.Usage($"{folder}: {(File.Exists(folder) ? "a folder is wanted, this is a file" : "there is no such folder")}");
        var source = ReportFolder.Read(folder);
        var cache = CacheFolder(parse);
        using var spectrograms = cache is null ? null : new CachedSpectrograms(cache, source.Runs[0].Options.LogMel);
        ReportFiles.Write(source with { LogMel = spectrograms is null ? null : spectrograms.Find }, folder);

        var (html, markdown) = (Path.Combine(folder, ReportFiles.HtmlFile), Path.Combine(folder, ReportFiles.MarkdownFile));
        screen.Line($"{html} and {markdown}: {(source.IsCrossValidation ? $"a cross-validation of {source.Runs.Count} trainings" : "a training")}"
            + (cache is null ? "; without spectrograms, which --cache DIR adds" : ""));
        screen.Document(new { Folder = folder, source.IsCrossValidation, Runs = source.Runs.Count, Html = html, Markdown = markdown, Cache = cache });
        return ExitCode.Done;
    }

    private string? CacheFolder(ParseResult parse)
    {
        if (parse.Has(_cache))
            return FolderOptions.RequireManifest(parse.GetValue(_cache));
        return File.Exists(Path.Combine(FolderOptions.DefaultCache, CacheFormat.ManifestFile)) ? FolderOptions.DefaultCache : null;
    }
}
