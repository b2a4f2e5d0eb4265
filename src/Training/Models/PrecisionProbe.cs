using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using EmotionGpu.Training.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Models;

/// <summary>What a few steps took in both precisions.</summary>
/// <param name="Float32Seconds">The fastest float32 step.</param>
/// <param name="BFloat16Seconds">The fastest bfloat16 step.</param>
/// <param name="Clips">Clips a step.</param>
public sealed record PrecisionTimes(double Float32Seconds, double BFloat16Seconds, int Clips)
{
    /// <summary>
    /// bfloat16 where it saves a tenth or more, else float32: for less the last digits are not given up, and a measurement that swings by a
    /// few percent must not make two runs of one command differ.
    /// </summary>
    public Precision Faster => BFloat16Seconds < 0.9 * Float32Seconds ? Precision.BFloat16 : Precision.Float32;
}

/// <summary>
/// Finds out in which precision a device trains faster. That depends on instructions that the processor has or has not (AVX512_BF16, AMX), so
/// it is measured: a few steps, forward and backward, of a network made for the purpose. Torch's generator is left as it was found.
/// </summary>
public static class PrecisionProbe
{
    /// <summary>Frames of the first look.</summary>
    private const int FewFrames = 32;

    /// <summary>
    /// Where the first look finds bfloat16 slower by this factor, it does not look again: there it is emulated. Even with instructions for it, a
    /// step of one short clip is four times slower in bfloat16, since it is the weights that cost time there.
    /// </summary>
    private const double Hopeless = 10;

    /// <summary>The fastest of so many counts.</summary>
    private const int Steps = 3;

    /// <summary>So many at least, as the first one prepares kernels and memory.</summary>
    private const int FewestSteps = 2;

    /// <summary>Once so much time has passed, no further step is made.</summary>
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Whether there is anything to measure: an x86 processor without instructions for bfloat16 emulates it, many times slower than float32.
    /// </summary>
    /// <remarks>
    /// AVX512_BF16 is bit 5 of EAX in leaf 7, subleaf 1; AMX-BF16 is bit 22 of EDX in subleaf 0 (Intel 64 and IA-32 Architectures Software
    /// Developer's Manual, volume 2A, CPUID).
    /// </remarks>
    /// <param name="device">Where the training will be.</param>
    public static bool IsWorthwhile(Device device)
    {
        if (device.type != DeviceType.CPU || !X86Base.IsSupported)
            return true;
        var (subleaves, _, _, features) = X86Base.CpuId(7, 0);
        return (features & (1 << 22)) != 0 || (subleaves >= 1 && (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0);
    }

    /// <summary>
    /// Times steps: first of one short clip, so that no time is lost where bfloat16 is emulated; then of a whole batch.
    /// It takes about three seconds at most, longer where two steps do.
    /// </summary>
    /// <param name="recipe">Architecture and head.</param>
    /// <param name="classes">Number of scores.</param>
    /// <param name="batch">Shape of a batch, [clip, 1, mel, frame].</param>
    /// <param name="device">Where the training will be.</param>
    public static PrecisionTimes Measure(Recipe recipe, int classes, IReadOnlyList<long> batch, Device device)
    {
        using var scope = NewDisposeScope();
        using var network = Throwaway(recipe, classes, (int)batch[2]);
        network.to(device);
        network.train();
        var watch = Stopwatch.StartNew();
        var firstLook = Time(network, [1, 1, batch[2], Math.Min(batch[3], FewFrames)], watch, device);
        return firstLook.BFloat16Seconds > Hopeless * firstLook.Float32Seconds ? firstLook : Time(network, batch, watch, device);
    }

    /// <summary>A network whose random weights are drawn behind the generator's back. Dropout would draw too, and is not what costs time.</summary>
    private static EmotionNetwork Throwaway(Recipe recipe, int classes, int mels)
    {
        var state = random.get_rng_state();
        try
        {
            return EmotionNetwork.Create(recipe with { Dropout = 0 }, classes, mels);
        }
        finally
        {
            random.set_rng_state(state);
        }
    }

    private static PrecisionTimes Time(EmotionNetwork network, IReadOnlyList<long> shape, Stopwatch watch, Device device)
    {
        using var scope = NewDisposeScope();
        var input = arange(shape.Aggregate((a, b) => a * b), ScalarType.Float32, device).sin().reshape([.. shape]);
        var labels = zeros(shape[0], ScalarType.Int64, device);
        var (float32, bfloat16) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var step = 0; step < FewestSteps || step < Steps && watch.Elapsed < Enough; step++)
        {
            float32 = Math.Min(float32, Step(network, Precision.Float32, input, labels));
            bfloat16 = Math.Min(bfloat16, Step(network, Precision.BFloat16, input, labels));
        }

        return new(float32, bfloat16, (int)shape[0]);
    }

    /// <summary>Seconds of one step. Reading the loss waits for the forward pass, reading a gradient for the rest.</summary>
    private static double Step(EmotionNetwork network, Precision precision, Tensor input, Tensor labels)
    {
        using var scope = NewDisposeScope();
        network.Precision = precision;
        var watch = Stopwatch.StartNew();
        nn.functional.cross_entropy(network.forward(input), labels).backward();
        _ = network.parameters().First().grad!.sum().item<float>();
        return watch.Elapsed.TotalSeconds;
    }
}
