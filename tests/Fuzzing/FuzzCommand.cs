using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using EmotionGpu.Fuzzing.Campaigns;
using EmotionGpu.Fuzzing.Targets;

namespace EmotionGpu.Fuzzing;

/// <summary>The program's command line: what is fed, and how much (<c>docs/fuzzing.md</c>).</summary>
internal sealed class FuzzCommand : RootCommand
{
    private const int Clean = 0, Found = 1, WrongCommandLine = 2;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly Option<string[]> _targets = new("--target")
    {
        Description = $"What is fed, once or several times: {string.Join(", ", FuzzTargets.Words)}",
        DefaultValueFactory = _ => [FuzzTargets.All],
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<long?> _inputs = new("--inputs") { Description = "Inputs in all, shared evenly by the targets" };
    private readonly Option<double?> _seconds = new("--seconds") { Description = "Seconds in all, shared evenly by the targets; 60 where no inputs are said" };
    private readonly Option<int> _seed = new("--seed") { Description = "Of every random choice", DefaultValueFactory = _ => 1 };
    private readonly Option<int?> _workers = new("--workers") { Description = "Targets that are fed at once; as many as there are cores where nothing is said" };
    private readonly Option<string?> _corpus = new("--corpus") { Description = "Folder to start from and to keep inputs in that reach new code, a folder a target" };
    private readonly Option<string> _findings = new("--findings") { Description = "Folder for inputs that do what none should", DefaultValueFactory = _ => "findings" };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON document on standard output instead of the table" };

    private FuzzCommand() : base("Feeds readers, model files and the API inputs made to break them, and tells which do.")
    {
        foreach (var option in new Option[] { _targets, _inputs, _seconds, _seed, _workers, _corpus, _findings, _json })
            Add(option);
        _targets.Validators.Add(result =>
        {
            foreach (var word in result.Tokens.Select(token => token.Value).Where(word => !FuzzTargets.Words.Contains(word)))
                result.AddError($"unknown target '{word}'; one of {string.Join(", ", FuzzTargets.Words)} is wanted");
        });
        Validators.Add(result =>
        {
            foreach (var (option, value) in new (Option, double?)[] { (_inputs, result.GetValue(_inputs)), (_seconds, result.GetValue(_seconds)), (_workers, result.GetValue(_workers)) })
            {
                if (value is not (null or > 0))
                    result.AddError($"{option.Name} {value}: a number above 0 is wanted");
            }
        });
        SetAction((parse, _) => Run(parse));
    }

    /// <summary>Runs the program.</summary>
    /// <returns>0: nothing was found; 1: something was; 2: the command line was wrong.</returns>
    public static async Task<int> Run(string[] args)
    {
        var parse = new FuzzCommand().Parse(args);
        if (parse.Errors.Count == 0)
            return await parse.InvokeAsync();
        await Console.Error.WriteLineAsync($"Fuzzing: {parse.Errors[0].Message}");
        return WrongCommandLine;
    }

    private async Task<int> Run(ParseResult parse)
    {
        var words = parse.GetValue(_targets)!;
        foreach (var name in FuzzTargets.Words.Where(name => FuzzTargets.ProblemOf(name) is not null && (words.Contains(name) || words.Contains(FuzzTargets.All))))
        {
            await Console.Error.WriteLineAsync($"Fuzzing: target '{name}' cannot be fed here: {FuzzTargets.ProblemOf(name)}");
            if (words.Contains(name))
                return WrongCommandLine;
        }

        var (inputs, seconds) = (parse.GetValue(_inputs), parse.GetValue(_seconds));
        var options = new CampaignOptions(
            FuzzTargets.Named(words), inputs, (seconds ?? (inputs is null ? 60 : null)) is { } time ? TimeSpan.FromSeconds(time) : null,
            parse.GetValue(_seed), parse.GetValue(_workers) ?? Environment.ProcessorCount, parse.GetValue(_corpus), parse.GetValue(_findings)!);
        var reports = await Campaign.Run(options, new Progress());
        Console.Out.Write(parse.GetValue(_json) ? JsonSerializer.Serialize(new { options.Seed, Targets = reports }, Json) + "\n" : ReportTable.Of(reports));
        return reports.Any(report => report.Findings.Count > 0) ? Found : Clean;
    }

    /// <summary>Says on standard error what is done, and what was found.</summary>
    private sealed class Progress : IProgress<TargetReport>
    {
        public void Report(TargetReport value)
        {
            Console.Error.WriteLine(FormattableString.Invariant(
                $"{value.Target}: {value.Inputs} inputs in {value.Seconds:F1} s, {value.Edges} edges, {value.Findings.Count} findings"));
            foreach (var finding in value.Findings)
                Console.Error.WriteLine($"  {finding.Kind}: {finding.Problem.ReplaceLineEndings(" ")} ({finding.File})");
        }
    }
}
