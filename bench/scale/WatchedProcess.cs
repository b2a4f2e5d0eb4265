using System.Diagnostics;
using System.Globalization;

namespace EmotionGpu.Bench.Scale;

/// <summary>What a run of the program took.</summary>
/// <param name="Seconds">From its start to its end.</param>
/// <param name="PeakBytes">The most resident memory it had.</param>
internal sealed record WatchedProcess(double Seconds, long PeakBytes)
{
    /// <summary>Runs it to its end.</summary>
    /// <exception cref="InvalidOperationException">It did not end with 0.</exception>
    public static WatchedProcess Run(string program, params string[] arguments)
    {
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var peak = 0L;
        do
            peak = Math.Max(peak, Peak(process.Id));
        while (!process.WaitForExit(20));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return process.ExitCode == 0
            ? new WatchedProcess(seconds, peak)
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: exit code {process.ExitCode}\n{error.Result.Split('\n')[0]}");
    }

    // The kernel keeps the highest; it is gone with the process.
    private static long Peak(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
