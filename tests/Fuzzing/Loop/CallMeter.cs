using System.Diagnostics;
using EmotionGpu.Fuzzing.Targets;

namespace EmotionGpu.Fuzzing.Loop;

/// <summary>What a call cost.</summary>
/// <param name="Accepted">Whether the input was accepted; null: it ended in <paramref name="Error"/>.</param>
/// <param name="Error">What it should not have thrown.</param>
/// <param name="Time">How long it took.</param>
/// <param name="Allocated">Managed bytes that it allocated.</param>
/// <param name="Resident">Bytes by which the process's memory grew at its most; 0 where that is not looked at.</param>
internal readonly record struct CallCost(bool? Accepted, Exception? Error, TimeSpan Time, long Allocated, long Resident);

/// <summary>Makes calls and measures them.</summary>
/// <param name="target">What is called.</param>
internal sealed class CallMeter(IFuzzTarget target)
{
    /// <summary>Makes one call.</summary>
    public CallCost Call(byte[] input)
    {
        var resident = target.IsNative ? ResidentMemory.StartPeak() : 0;
        var allocated = Allocated();
        var started = Stopwatch.GetTimestamp();
        bool? accepted = null;
        Exception? error = null;
        try
        {
            accepted = target.Run(input);
        }
        catch (Exception found)
        {
            // Whatever the target does not document is what is looked for.
            error = found;
        }

        var time = Stopwatch.GetElapsedTime(started);
        return new CallCost(accepted, error, time, Allocated() - allocated, target.IsNative ? ResidentMemory.Peak() - resident : 0);
    }

    private long Allocated() => target.IsThreaded ? GC.GetTotalAllocatedBytes() : GC.GetAllocatedBytesForCurrentThread();
}
