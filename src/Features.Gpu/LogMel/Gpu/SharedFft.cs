using ILGPU;

namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>
/// The FFT of a group's real frames in shared memory. The n_fft real numbers of a frame make M = n_fft/2 complex ones,
/// z[n] = x[2n] + i·x[2n + 1], whose transform is computed by decimation in frequency, in place: stages of radix 8 while the
/// transforms are longer than 8 points, then one stage over 8 neighbours that finishes with radix 8, 4 or 2. Each stage reads
/// and writes the same 8 elements in one thread, so one barrier a stage is enough; the result is left in digit-reversed order.
/// </summary>
/// <remarks>Threads [lane, y]: x runs over the frames, y shares out a frame's 8-point transforms.</remarks>
internal static class SharedFft
{
    /// <summary>Window and first stage of radix 8: samples to shared memory.</summary>
    public static void FirstStage<TSamples>(SharedFrames frames, TSamples samples, LogMelTables tables)
        where TSamples : struct, IFrameSamples
    {
        var stride = tables.NFft / 16;
        var steps = new OctetSteps(frames, stride);
        for (var offset = Group.IdxY; offset < stride; offset += Group.DimY)
        {
            var octet = new Octet(
                new(
                    Windowed(samples, tables.Window, offset),
                    Windowed(samples, tables.Window, offset + stride),
                    Windowed(samples, tables.Window, offset + 2 * stride),
                    Windowed(samples, tables.Window, offset + 3 * stride)),
                new(
                    Windowed(samples, tables.Window, offset + 4 * stride),
                    Windowed(samples, tables.Window, offset + 5 * stride),
                    Windowed(samples, tables.Window, offset + 6 * stride),
                    Windowed(samples, tables.Window, offset + 7 * stride)));
            var twiddled = Twiddled(SmallDft.Eight(octet), tables.Twiddles, 2 * offset);
            StoreOctet(frames, twiddled, frames.At(SharedFrames.Row(offset)), steps);
        }
    }

    /// <summary>A middle stage of radix 8: each transform of <paramref name="length"/> points becomes 8 of length/8.</summary>
    public static void MiddleStage(SharedFrames frames, LogMelTables tables, int length)
    {
        var stride = length / 8;
        var step = tables.NFft / length;
        var steps = new OctetSteps(frames, stride);
        for (var i = Group.IdxY; i < tables.NFft / 16; i += Group.DimY)
        {
            var offset = i & (stride - 1);
            var first = frames.At(SharedFrames.Row((i - offset) * 8 + offset));
            var octet = SmallDft.Eight(LoadOctet(frames, first, steps));
            StoreOctet(frames, Twiddled(octet, tables.Twiddles, step * offset), first, steps);
        }
    }

    /// <summary>The last stage: transforms of <paramref name="length"/> = 8, 4 or 2 neighbours; all its twiddles are 1.</summary>
    public static void LastStage(SharedFrames frames, LogMelTables tables, int length)
    {
        var steps = new OctetSteps(frames, 1);
        for (var i = Group.IdxY; i < tables.NFft / 16; i += Group.DimY)
        {
            var first = frames.At(SharedFrames.Row(8 * i));
            var octet = LoadOctet(frames, first, steps);
            if (length == 8)
                octet = SmallDft.Eight(octet);
            else if (length == 4)
                octet = SmallDft.TwiceFour(octet);
            else
                octet = SmallDft.FourTimesTwo(octet);
            StoreOctet(frames, octet, first, steps);
        }
    }

    // Two real samples make a complex number, and each has its own value of the window.
    private static Complex32 Windowed<TSamples>(TSamples samples, ArrayView<Complex32> window, int pair)
        where TSamples : struct, IFrameSamples
    {
        var (sample, weight) = (samples.Load(pair), window[pair]);
        return new(sample.Real * weight.Real, sample.Imaginary * weight.Imaginary);
    }

    private static Octet LoadOctet(SharedFrames frames, int first, OctetSteps steps) => new(
        new(
            frames.Load(first),
            frames.Load(first + steps.B),
            frames.Load(first + steps.C),
            frames.Load(first + steps.D)),
        new(
            frames.Load(first + steps.E),
            frames.Load(first + steps.F),
            frames.Load(first + steps.G),
            frames.Load(first + steps.H)));

    // Result q is multiplied with the root of unity number q·root.
    private static Octet Twiddled(Octet octet, ArrayView<Complex32> twiddles, int root)
    {
        var low = octet.Low;
        var high = octet.High;
        return new(
            new(low.A, low.B * twiddles[root], low.C * twiddles[2 * root], low.D * twiddles[3 * root]),
            new(
                high.A * twiddles[4 * root],
                high.B * twiddles[5 * root],
                high.C * twiddles[6 * root],
                high.D * twiddles[7 * root]));
    }

    private static void StoreOctet(SharedFrames frames, Octet octet, int first, OctetSteps steps)
    {
        frames.Store(first, octet.Low.A);
        frames.Store(first + steps.B, octet.Low.B);
        frames.Store(first + steps.C, octet.Low.C);
        frames.Store(first + steps.D, octet.Low.D);
        frames.Store(first + steps.E, octet.High.A);
        frames.Store(first + steps.F, octet.High.B);
        frames.Store(first + steps.G, octet.High.C);
        frames.Store(first + steps.H, octet.High.D);
    }
}
