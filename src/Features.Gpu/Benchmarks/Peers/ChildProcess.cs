using System.ComponentModel;
using System.Diagnostics;

namespace EmotionGpu.Features.Benchmarks.Peers;

/// <summary>A program that ran to its end.</summary>
/// <param name="ExitCode">What it returned.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
/// <param name="Elapsed">Wall time from start to end.</param>
internal sealed record ChildProcess(int ExitCode, string Output, string Error, TimeSpan Elapsed)
{
    /// <summary>Runs a program; a cancellation ends it and what it started.</summary>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ChildProcess Run(string program, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var ending = cancellation.Register(() => process.Kill(entireProcessTree: true));
        // Read beside standard output: a full pipe would stop the program.
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return new ChildProcess(process.ExitCode, output, error.Result, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>The last line that is not empty of standard error, else of standard output: where programs say why they ended.</summary>
    public string LastLine => (Error + "\n" + (Error.Trim().Length == 0 ? Output : ""))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault("it said nothing");
}
