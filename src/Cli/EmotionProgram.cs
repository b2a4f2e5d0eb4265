using System.CommandLine;
using System.CommandLine.Help;
using System.Reflection;
using EmotionGpu.Cli.Commands;
using EmotionGpu.Cli.Output;

namespace EmotionGpu.Cli;

/// <summary>The program <c>emotion</c>: its commands, and how whatever goes wrong becomes one line and an exit code.</summary>
internal static class EmotionProgram
{
    /// <summary>Version as it stands in run records and <c>--version</c>.</summary>
    public static string Version { get; } = typeof(EmotionProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        .InformationalVersion.Split('+')[0];

    /// <summary>Parses, runs, and reports what went wrong.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellation)
    {
        // No bundling: "-abc" is a typing error, not three flags. No response files: "@x" may be a path.
        var parse = CreateRoot().Parse(args, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        try
        {
            if (parse.Action is not { ClearsParseErrors: true })
                CommandLineErrors.Throw(parse);
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parse.InvokeAsync(configuration, cancellation);
        }
        catch (Exception exception)
        {
            // The boundary of the program: nothing above could handle it, and a stack trace helps nobody.
            return (int)ErrorReport.Write(exception, parse.CommandPath(), args.Contains("--json"));
        }
    }

    private static RootCommand CreateRoot()
    {
        var root = new RootCommand("Recognises emotion in speech: cached log-mel features, training, evaluation and prediction.")
        {
            new DataCommand(),
            new CacheCommand(),
            new TrainCommand(),
            new CrossvalCommand(),
            new CompareCommand(),
            new AblateCommand(),
            new EnsembleCommand(),
            new QuantizeCommand(),
            new CardCommand(),
            new EvaluateCommand(),
            new ReportCommand(),
            new PredictCommand(),
            new ServeCommand(),
            new FeaturesCommand(),
            new BenchCommand(),
            new DevicesCommand(),
            new CompletionCommand(),
        };
        foreach (var option in root.Options)
        {
            if (option is HelpOption help)
                help.Action = new HelpWithExamples((HelpAction)help.Action!);
            else if (option is VersionOption version)
                version.Action = new VersionLine();
        }

        return root;
    }
}
