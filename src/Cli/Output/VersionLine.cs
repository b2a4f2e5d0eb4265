using System.CommandLine;
using System.CommandLine.Invocation;

namespace EmotionGpu.Cli.Output;

/// <summary>Prints the version alone, without the commit that it was built from.</summary>
internal sealed class VersionLine : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(EmotionProgram.Version);
        return 0;
    }
}
