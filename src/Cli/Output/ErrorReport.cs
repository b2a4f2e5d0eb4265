using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using System.Text.Json;
using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Benchmarks.Peers;
using EmotionGpu.Features.Cache;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.Devices.Gpu;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Corpora.Fetching;
using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Export;
using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Reports;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Cli.Output;

/// <summary>Turns an exception into one line on standard error and an exit code; a stack trace only where EMOTION_DEBUG=1 asks.</summary>
internal static class ErrorReport
{
    /// <param name="exception">What happened.</param>
    /// <param name="command">The command as it is typed, "emotion cache build" say.</param>
    /// <param name="json">Whether standard output holds a JSON document: then <c>{"error": …}</c> goes there too.</param>
    public static ExitCode Write(Exception exception, string command, bool json)
    {
        var (code, message) = Describe(exception);
        if (code == ExitCode.Usage)
            message += $" ('{command} --help' says what there is)";
        message = message.ReplaceLineEndings(" ");
        WriteLine(command, message);
        if (Environment.GetEnvironmentVariable("EMOTION_DEBUG") == "1")
            Console.Error.WriteLine(exception);
        if (json)
            Console.Out.WriteLine(JsonSerializer.Serialize(new { Error = message }, RunJson.Options));
        return code;
    }

    /// <summary>The line of a command that failed and has said the rest itself, its JSON document included.</summary>
    /// <param name="command">The command as it is typed.</param>
    /// <param name="message">What is wrong.</param>
    public static void WriteLine(string command, string message) =>
        Console.Error.WriteLine($"{command}: {message.ReplaceLineEndings(" ")}");

    /// <summary>The command as it is typed, "emotion cache build" say.</summary>
    public static string CommandPath(this ParseResult parse) => CommandPath(parse.CommandResult);

    private static string CommandPath(CommandResult command) => command.Parent is CommandResult parent
        ? $"{CommandPath(parent)} {command.Command.Name}"
        : "emotion";

    private static (ExitCode Code, string Message) Describe(Exception exception) => exception switch
    {
        CommandException expected => (expected.Code, expected.Message),
        ProtocolException => (ExitCode.Usage, exception.Message),
        OperationCanceledException => (ExitCode.Failed, "interrupted; what was finished is kept"),
        AudioFormatException or CacheCorruptException or IOException or UnauthorizedAccessException or InvalidDataException
            or BackendUnavailableException or DeviceException or TorchUnavailableException or CorpusException or SplitException
            or TrainingDivergedException or CrossValidationException or PredictionException or EnsembleException
            or ReportException or PeerException or FetchException => (ExitCode.Failed, exception.Message),
        // Torch's messages go on with a native stack trace.
        ExternalException => (ExitCode.Failed, Unexpected(exception, exception.Message.Split('\n', 2)[0].TrimEnd())),
        _ => (ExitCode.Failed, Unexpected(exception, exception.Message)),
    };

    private static string Unexpected(Exception exception, string message) =>
        $"{exception.GetType().Name}: {message} (unexpected; EMOTION_DEBUG=1 shows where)";
}
