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
            StoreTwiddled(frames, SmallDft.Eight(octet), tables.Twiddles, offset, stride, 2 * offset);
        }
    }

    /// <summary>A middle stage of radix 8: each transform of <paramref name="length"/> points becomes 8 of length/8.</summary>
    public static void MiddleStage(SharedFrames frames, LogMelTables tables, int length)
    {
        var stride = length / 8;
        var step = tables.NFft / length;
        for (var i = Group.IdxY; i < tables.NFft / 16; i += Group.DimY)
        {
            var offset = i & (stride - 1);
            var first = (i - offset) * 8 + offset;
            var octet = SmallDft.Eight(LoadOctet(frames, first, stride));
            StoreTwiddled(frames, octet, tables.Twiddles, first, stride, step * offset);
        }
    }

    /// <summary>The last stage: transforms of <paramref name="length"/> = 8, 4 or 2 neighbours; all its twiddles are 1.</summary>
    public static void LastStage(SharedFrames frames, LogMelTables tables, int length)
    {
        for (var i = Group.IdxY; i < tables.NFft / 16; i += Group.DimY)
        {
            var octet = LoadOctet(frames, 8 * i, 1);
            if (length == 8)
                octet = SmallDft.Eight(octet);
            else if (length == 4)
                octet = SmallDft.TwiceFour(octet);
            else
                octet = SmallDft.FourTimesTwo(octet);
            StoreOctet(frames, octet, 8 * i, 1);
        }
    }

    private static Complex32 Windowed<TSamples>(TSamples samples, ArrayView<float> window, int pair)
        where TSamples : struct, IFrameSamples =>
        new(samples.Load(2 * pair) * window[2 * pair], samples.Load(2 * pair + 1) * window[2 * pair + 1]);

    private static Octet LoadOctet(SharedFrames frames, int first, int stride) => new(
        new(
            frames.Load(SharedFrames.Row(first)),
            frames.Load(SharedFrames.Row(first + stride)),
            frames.Load(SharedFrames.Row(first + 2 * stride)),
            frames.Load(SharedFrames.Row(first + 3 * stride))),
        new(
            frames.Load(SharedFrames.Row(first + 4 * stride)),
            frames.Load(SharedFrames.Row(first + 5 * stride)),
            frames.Load(SharedFrames.Row(first + 6 * stride)),
            frames.Load(SharedFrames.Row(first + 7 * stride))));

    // Result q is multiplied with the root of unity number q·root.
    private static void StoreTwiddled(
        SharedFrames frames, Octet octet, ArrayView<Complex32> twiddles, int first, int stride, int root)
    {
        var low = octet.Low;
        var high = octet.High;
        StoreOctet(
            frames,
            new(
                new(low.A, low.B * twiddles[root], low.C * twiddles[2 * root], low.D * twiddles[3 * root]),
                new(
                    high.A * twiddles[4 * root],
                    high.B * twiddles[5 * root],
                    high.C * twiddles[6 * root],
                    high.D * twiddles[7 * root])),
            first,
            stride);
    }

    private static void StoreOctet(SharedFrames frames, Octet octet, int first, int stride)
    {
        frames.Store(SharedFrames.Row(first), octet.Low.A);
        frames.Store(SharedFrames.Row(first + stride), octet.Low.B);
        frames.Store(SharedFrames.Row(first + 2 * stride), octet.Low.C);
        frames.Store(SharedFrames.Row(first + 3 * stride), octet.Low.D);
        frames.Store(SharedFrames.Row(first + 4 * stride), octet.High.A);
        frames.Store(SharedFrames.Row(first + 5 * stride), octet.High.B);
        frames.Store(SharedFrames.Row(first + 6 * stride), octet.High.C);
        frames.Store(SharedFrames.Row(first + 7 * stride), octet.High.D);
    }
}
