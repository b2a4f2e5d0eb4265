using ILGPU;

namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>
/// Samples to log-mel in one kernel: frame, window, real FFT, power, mel, dB; the spectrum never leaves shared memory.
/// </summary>
internal static class LogMelKernels
{
    /// <summary>
    /// One group makes <see cref="SharedFrames.FramesPerGroup"/> consecutive frames of one clip. Groups [frame group]; threads
    /// [lane, y], as many in x as frames a group, any power of two in y. Lanes past the clip's last frame repeat it and store
    /// nothing.
    /// </summary>
    /// <param name="samples">float32 [sample], the batch's clips one after the other, all at the front end's rate.</param>
    /// <param name="clips">[clip].</param>
    /// <param name="groups">[frame group], what each group works on.</param>
    /// <param name="tables">The front end.</param>
    /// <param name="output">dB, each clip [mel, frame] at its offset.</param>
    public static void LogMelKernel<TSpectrum, TStored, T>(
        ArrayView<float> samples,
        ArrayView<PackedClip> clips,
        ArrayView<FrameGroup> groups,
        LogMelTables tables,
        ArrayView<T> output)
        where TSpectrum : struct, ISpectrum
        where TStored : struct, IStored<T>
        where T : unmanaged
    {
        var memory = SharedMemory.Allocate<float>(SharedFrames.Floats);
        var frames = new SharedFrames(memory, Group.IdxX, Group.DimX);
        var group = groups[Grid.IdxX];
        var clip = clips[group.Clip];
        var frame = group.FirstFrame + Group.IdxX;
        var start = IntrinsicMath.Min(frame, clip.Frames - 1) * tables.HopLength + tables.FirstStart;

        // Every stage works in place on elements that threads of the stage before have written: hence a barrier between any two.
        if (IsInner(group, clip, tables))
            SharedFft.FirstStage(frames, new InnerFrame(samples, clip, start), tables);
        else
            SharedFft.FirstStage(frames, new EdgeFrame(samples, clip, start), tables);
        Group.Barrier();
        var length = tables.NFft / 16;
        for (; length > 8; length /= 8)
        {
            SharedFft.MiddleStage(frames, tables, length);
            Group.Barrier();
        }

        SharedFft.LastStage(frames, tables, length);
        Group.Barrier();
        RealSpectrum<TSpectrum>(frames, tables);
        Group.Barrier();
        for (var mel = Group.IdxY; mel < tables.NMels; mel += Group.DimY)
        {
            var decibels = BandDecibels(frames, tables, mel);
            if (frame < clip.Frames)
                output[clip.OutputOffset + mel * clip.Frames + frame] = default(TStored).From(decibels);
        }
    }

    // Whether all frames of the group are away from the edges and start at even samples; the same in all its threads.
    private static bool IsInner(FrameGroup group, PackedClip clip, LogMelTables tables)
    {
        var first = group.FirstFrame * tables.HopLength + tables.FirstStart;
        return first >= 0 && ((first | tables.HopLength) & 1) == 0
            && first + (Group.DimX - 1) * tables.HopLength + tables.NFft <= clip.Samples;
    }

    /// <summary>
    /// Takes the M-point transform Z of the packed frame apart into the n_fft-point transform X of the real one and stores the
    /// bins' values at their rows, in place: X[k] = E + W·O and X[M - k] = conj(E - W·O), where 2E = Z[k] + conj(Z[M - k]),
    /// 2iO = Z[k] - conj(Z[M - k]), W = e^(-2πik/n_fft). Only one thread touches Z[k] and Z[M - k].
    /// </summary>
    private static void RealSpectrum<TSpectrum>(SharedFrames frames, LogMelTables tables)
        where TSpectrum : struct, ISpectrum
    {
        var half = tables.NFft / 2;
        for (var k = Group.IdxY; k <= half / 2; k += Group.DimY)
        {
            var row = tables.BinRows[k];
            var z = frames.Load(frames.At(row));
            var mirrored = frames.Load(frames.At(tables.BinRows[(half - k) & (half - 1)]));
            var even = new Complex32(z.Real + mirrored.Real, z.Imaginary - mirrored.Imaginary);
            var odd = new Complex32(z.Real - mirrored.Real, z.Imaginary + mirrored.Imaginary).QuarterTurn() * tables.Twiddles[k];
            frames.StoreFloat(row, Value<TSpectrum>(even + odd));
            frames.StoreFloat(tables.BinRows[half - k], Value<TSpectrum>(even - odd));
        }
    }

    // The factor is the square of the half that even and odd parts lack.
    private static float Value<TSpectrum>(Complex32 twice)
        where TSpectrum : struct, ISpectrum =>
        default(TSpectrum).Value(0.25f * (twice.Real * twice.Real + twice.Imaginary * twice.Imaginary));

    private static float BandDecibels(SharedFrames frames, LogMelTables tables, int mel)
    {
        var sum = 0f;
        var end = tables.BandStart[mel + 1];
        for (var i = tables.BandStart[mel]; i < end; i++)
        {
            var weight = tables.Weights[i];
            sum += weight.Weight * frames.LoadFloat(weight.Row);
        }

        return tables.DecibelPerOctave * Decibels.Log2(IntrinsicMath.Max(sum, tables.Floor));
    }
}
