using System.Diagnostics;
using EmotionGpu.Features.Devices.Gpu;
using ILGPU.Runtime;

namespace EmotionGpu.Features.Benchmarks;

/// <summary>Times copies within a device's memory and over its bus.</summary>
internal static class DeviceCopies
{
    private const int Copies = 8;
    private const int Rounds = 3;

    /// <summary>Measures all three.</summary>
    /// <param name="accelerator">The device.</param>
    /// <param name="bytes">Size of a copy, see <see cref="DeviceBenchmarkSizes.CopyBytes"/>.</param>
    public static DeviceRates Measure(Accelerator accelerator, long bytes)
    {
        accelerator.Bind();
        using var stream = accelerator.CreateStream();
        using var block = new TransferBlock(accelerator);
        block.Reserve(bytes);
        return new(
            MeasureWithin(accelerator, bytes),
            bytes / SecondsOf(stream, () => block.Upload(stream, bytes)),
            bytes / SecondsOf(stream, () => block.Download(stream, bytes)));
    }

    /// <summary>Bytes read and written a second by copies within device memory.</summary>
    /// <param name="accelerator">The device.</param>
    /// <param name="bytes">Size of a copy.</param>
    public static double MeasureWithin(Accelerator accelerator, long bytes)
    {
        accelerator.Bind();
        using var stream = accelerator.CreateStream();
        using var source = new DeviceBuffer<byte>(accelerator);
        using var target = new DeviceBuffer<byte>(accelerator);
        var (from, to) = (source.Reserve(bytes), target.Reserve(bytes));
        return 2 * bytes / SecondsOf(stream, () => from.CopyTo(stream, to));
    }

    // The best of some rounds: a ceiling is what can be had, not what was had while something else ran.
    private static double SecondsOf(AcceleratorStream stream, Action copy)
    {
        var best = double.MaxValue;
        for (var round = 0; round <= Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < Copies; i++)
                copy();
            stream.Synchronize();

            // The first round touches the memory for the first time.
            if (round > 0)
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds / Copies);
        }

        return best;
    }
}
