using System.Diagnostics;
using EmotionGpu.Features.Devices.Gpu;
using ILGPU.Runtime;

namespace EmotionGpu.Features.Benchmarks;

/// <summary>What a device's memory and bus can do at best, measured.</summary>
/// <param name="CopyBytesPerSecond">Bytes read and bytes written by a copy within device memory, together.</param>
/// <param name="UploadBytesPerSecond">From page-locked host memory to the device.</param>
/// <param name="DownloadBytesPerSecond">From the device to page-locked host memory.</param>
internal sealed record DeviceCeilings(double CopyBytesPerSecond, double UploadBytesPerSecond, double DownloadBytesPerSecond)
{
    /// <summary>More than any device's cache, so that a copy's reads do not hit what the one before has left there.</summary>
    public const long DefaultBytes = 256L << 20;

    private const int Copies = 8;
    private const int Rounds = 3;

    /// <summary>Measures all three.</summary>
    /// <param name="accelerator">The device.</param>
    /// <param name="bytes">Size of a copy.</param>
    public static DeviceCeilings Measure(Accelerator accelerator, long bytes = DefaultBytes)
    {
        accelerator.Bind();
        using var stream = accelerator.CreateStream();
        using var block = new TransferBlock(accelerator);
        block.Reserve(bytes);
        return new(
            MeasureCopy(accelerator, bytes),
            bytes / SecondsOf(stream, () => block.Upload(stream, bytes)),
            bytes / SecondsOf(stream, () => block.Download(stream, bytes)));
    }

    /// <summary>Bytes read and written a second by copies within device memory.</summary>
    /// <param name="accelerator">The device.</param>
    /// <param name="bytes">Size of a copy.</param>
    public static double MeasureCopy(Accelerator accelerator, long bytes = DefaultBytes)
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
