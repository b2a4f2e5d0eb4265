using System.Text.Json;
using EmotionGpu.Training.Reports;
using Spectre.Console;

namespace EmotionGpu.Cli.Output;

/// <summary>
/// Where a command prints: what is for people goes to standard output, or to standard error when a document or lines of data are wanted
/// on standard output. Redirected output is plain: no colours, no cursor movement, no wrapped lines.
/// </summary>
internal sealed class Screen
{
    /// <summary>Wide enough for any table: a path may have 4096 characters, and cells are not padded to the console's width.</summary>
    private const int RedirectedWidth = 1_000_000;

    private readonly TextWriter _writer;

    /// <param name="json">Whether <c>--json</c> was given.</param>
    /// <param name="data">Whether standard output is for lines of data.</param>
    public Screen(bool json, bool data = false)
    {
        IsJson = json;
        IsTerminal = !(json || data ? Console.IsErrorRedirected : Console.IsOutputRedirected);
        _writer = json || data ? Console.Error : Console.Out;
        var plain = !IsTerminal || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 }
            || Environment.GetEnvironmentVariable("TERM") == "dumb";
        People = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(_writer),
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = plain ? InteractionSupport.No : InteractionSupport.Detect,
            // Without this, a build server's variables switch colours on although the output is a file.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        if (!IsTerminal)
            People.Profile.Width = RedirectedWidth;
    }

    /// <summary>Whether a JSON document is wanted.</summary>
    public bool IsJson { get; }

    /// <summary>Whether people watch: then progress is drawn in place.</summary>
    public bool IsTerminal { get; }

    /// <summary>The console for people.</summary>
    public IAnsiConsole People { get; }

    /// <summary>One plain line for people; its text is not markup.</summary>
    public void Line(string text = "")
    {
        // The console would wrap it, in the middle of a path.
        if (IsTerminal)
            People.WriteLine(text);
        else
            _writer.WriteLine(text);
    }

    /// <summary>A table for people.</summary>
    public void Show(Table table) => People.Write(table.Border(IsTerminal ? TableBorder.Rounded : TableBorder.Ascii));

    /// <summary>Prints the document when <c>--json</c> was given; the command's last output.</summary>
    public void Document<T>(T document)
    {
        if (IsJson)
            Console.Out.WriteLine(JsonSerializer.Serialize(document, RunJson.Options));
    }
}
