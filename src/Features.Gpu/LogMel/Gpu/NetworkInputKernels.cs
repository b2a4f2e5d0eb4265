using ILGPU;
using ILGPU.Algorithms;

namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>One crop of a packed batch of cached clips.</summary>
/// <param name="offset">Where the clip's [mel, frame] values start in the batch.</param>
/// <param name="frames">The clip's number of frames.</param>
/// <param name="start">The crop's first frame; negative pads on the left.</param>
internal readonly struct ClipCrop(int offset, int frames, int start)
{
    public readonly int Offset = offset;
    public readonly int Frames = frames;
    public readonly int Start = start;
}

/// <summary>The network's input from cached clips.</summary>
internal static class NetworkInputKernels
{
    /// <summary>Partial sums of a clip, whatever the number of threads, so that it changes no bit; threads a group at most.</summary>
    public const int Lanes = 256;

    /// <summary>
    /// One group crops, pads and standardises one clip: (x - mean)/(std + <see cref="InputOptions.Epsilon"/>) over the whole crop,
    /// std with n - 1. Two passes, mean before deviations, because one pass over dB values around -50 would lose half of
    /// float32's digits; the mean is taken of distances to the first value, so that equal values have exactly theirs. Groups
    /// [clip]; threads [x], a power of two up to <see cref="Lanes"/>.
    /// </summary>
    /// <param name="clips">float16 bits, dB, each clip [mel, frame] at its offset.</param>
    /// <param name="crops">[clip].</param>
    /// <param name="mels">Mel bands.</param>
    /// <param name="frames">Frames of a crop, T.</param>
    /// <param name="output">float32 [clip, mel, T].</param>
    public static void NetworkInputKernel(
        ArrayView<ushort> clips, ArrayView<ClipCrop> crops, int mels, int frames, ArrayView<float> output)
    {
        var partials = SharedMemory.Allocate<float>(Lanes);
        var crop = crops[Grid.IdxX];
        var count = mels * frames;
        var target = output.SubView((long)Grid.IdxX * count, count);

        var origin = Cropped(clips, crop, frames, 0);
        for (var lane = Group.IdxX; lane < Lanes; lane += Group.DimX)
        {
            var sum = 0f;
            for (var i = lane; i < count; i += Lanes)
                sum += Cropped(clips, crop, frames, i) - origin;
            partials[lane] = sum;
        }

        var mean = origin + Total(partials) / count;
        for (var lane = Group.IdxX; lane < Lanes; lane += Group.DimX)
        {
            var squares = 0f;
            for (var i = lane; i < count; i += Lanes)
            {
                var deviation = Cropped(clips, crop, frames, i) - mean;
                squares += deviation * deviation;
            }

            partials[lane] = squares;
        }

        var scale = 1f / (XMath.Sqrt(Total(partials) / (count - 1)) + InputOptions.Epsilon);
        for (var i = Group.IdxX; i < count; i += Group.DimX)
            target[i] = (Cropped(clips, crop, frames, i) - mean) * scale;
    }

    // The crop's value i, [mel, T].
    private static float Cropped(ArrayView<ushort> clips, ClipCrop crop, int frames, int i)
    {
        var mel = i / frames;
        var source = crop.Start + i - mel * frames;
        return source >= 0 && source < crop.Frames
            ? HalfBits.ToFloat(clips[crop.Offset + mel * crop.Frames + source])
            : InputOptions.PaddingDecibel;
    }

    /// <summary>The sum of all lanes, in every thread, by halving; no warp is relied upon.</summary>
    private static float Total(ArrayView<float> partials)
    {
        Group.Barrier();
        for (var half = Lanes / 2; half > 0; half /= 2)
        {
            for (var lane = Group.IdxX; lane < half; lane += Group.DimX)
                partials[lane] += partials[lane + half];
            Group.Barrier();
        }

        // The second barrier keeps the next sum from overwriting the result before every thread has it.
        var sum = partials[0];
        Group.Barrier();
        return sum;
    }
}
