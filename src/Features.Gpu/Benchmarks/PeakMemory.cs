using System.Diagnostics;

namespace EmotionGpu.Features.Benchmarks;

/// <summary>The most memory that this process held at a time, as the system counts it (resident pages; a device's memory is not among them).</summary>
public static class PeakMemory
{
    // proc(5), /proc/pid/clear_refs: 5 resets the peak resident set size to the current one.
    private const string ResetFile = "/proc/self/clear_refs";
    private const string Reset = "5";

    /// <summary>Starts a new count from what is in use now. Where the system has no such count, the peak stays that of the process's life.</summary>
    public static void Restart()
    {
        GC.Collect();
        if (!File.Exists(ResetFile))
            return;
        try
        {
            File.WriteAllText(ResetFile, Reset);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A kernel that does not let a process do this to itself: an older, higher peak is the worst that follows.
        }
    }

    /// <summary>Bytes at the peak since <see cref="Restart"/>.</summary>
    public static long Bytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
