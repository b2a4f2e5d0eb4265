namespace EmotionGpu.Cli;

/// <summary>A command cannot go on: one line for the caller and the exit code.</summary>
internal sealed class CommandException : Exception
{
    private CommandException(ExitCode code, string message) : base(message) => Code = code;

    /// <summary>What the program returns.</summary>
    public ExitCode Code { get; }

    /// <summary>The work failed although the command line was right.</summary>
    public static CommandException Failed(string message) => new(ExitCode.Failed, message);

    /// <summary>The command line was wrong.</summary>
    public static CommandException Usage(string message) => new(ExitCode.Usage, message);
}
