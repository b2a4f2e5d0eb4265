using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using EmotionGpu.Cli.Commands;

namespace EmotionGpu.Cli.Output;

/// <summary>The library's help, with the command's examples below it.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is not EmotionCommand { Examples: [_, ..] examples })
            return 0;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in examples)
            output.WriteLine($"  {example}");
        return 0;
    }
}
