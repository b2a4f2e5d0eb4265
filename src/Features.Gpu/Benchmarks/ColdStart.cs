using System.ComponentModel;
using EmotionGpu.Features.Benchmarks.Peers;

namespace EmotionGpu.Features.Benchmarks;

/// <summary>Times a whole process, from its start to its end.</summary>
public static class ColdStart
{
    /// <summary>Runs a command so many times, after once that is not counted: the files that it reads are in the system's memory then, nothing else is.</summary>
    /// <param name="command">Program and arguments.</param>
    /// <param name="rounds">1 or more.</param>
    /// <param name="cancellation">Ends the work and the process.</param>
    /// <returns>Wall seconds.</returns>
    /// <exception cref="PeerException">It cannot be started, or ended with another code than 0.</exception>
    public static RepeatedMeasurement Measure(IReadOnlyList<string> command, int rounds, CancellationToken cancellation) =>
        RepeatedMeasurement.Of([.. Enumerable.Range(0, rounds + 1).Select(_ => Seconds(command, cancellation)).Skip(1)]);

    private static double Seconds(IReadOnlyList<string> command, CancellationToken cancellation)
    {
        try
        {
            var process = ChildProcess.Run(command[0], command.Skip(1), cancellation);
            return process.ExitCode == 0
                ? process.Elapsed.TotalSeconds
                : throw new PeerException($"{string.Join(' ', command)} ended with code {process.ExitCode} ({process.LastLine}); 0 was wanted. Run it by itself to see why");
        }
        catch (Win32Exception error)
        {
            throw new PeerException($"{command[0]} cannot be started ({error.Message})", error);
        }
    }
}
