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
    /// <summary>Threads a group at most: the length of the reduction's shared memory.</summary>
    public const int MaxThreads = 256;

    /// <summary>
    /// One group crops, pads and standardises one clip: (x - mean)/(std + <see cref="InputOptions.Epsilon"/>) over the whole crop,
    /// std with n - 1. Two passes, mean before deviations, because one pass over dB values around -50 would lose half of
    /// float32's digits; the mean is taken of distances to the first value, so that equal values have exactly theirs. Groups
    /// [clip]; threads [x], a power of two up to <see cref="MaxThreads"/>.
    /// </summary>
    /// <param name="clips">float16 bits, dB, each clip [mel, frame] at its offset.</param>
    /// <param name="crops">[clip].</param>
    /// <param name="mels">Mel bands.</param>
    /// <param name="frames">Frames of a crop, T.</param>
    /// <param name="output">float32 [clip, mel, T].</param>
    public static void NetworkInputKernel(
        ArrayView<ushort> clips, ArrayView<ClipCrop> crops, int mels, int frames, ArrayView<float> output)
    {
        var partials = SharedMemory.Allocate<float>(MaxThreads);
        var crop = crops[Grid.IdxX];
        var count = mels * frames;
        var target = output.SubView((long)Grid.IdxX * count, count);

        var origin = Cropped(clips, crop, frames, 0);
        var sum = 0f;
        for (var i = Group.IdxX; i < count; i += Group.DimX)
            sum += Cropped(clips, crop, frames, i) - origin;
        var mean = origin + GroupSum(partials, sum) / count;

        var squares = 0f;
        for (var i = Group.IdxX; i < count; i += Group.DimX)
        {
            var deviation = Cropped(clips, crop, frames, i) - mean;
            squares += deviation * deviation;
        }

        var scale = 1f / (XMath.Sqrt(GroupSum(partials, squares) / (count - 1)) + InputOptions.Epsilon);
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

    /// <summary>The sum over all threads of the group, in all of them, by halving; no warp is relied upon.</summary>
    private static float GroupSum(ArrayView<float> partials, float value)
    {
        partials[Group.IdxX] = value;
        Group.Barrier();
        for (var half = Group.DimX / 2; half > 0; half /= 2)
        {
            if (Group.IdxX < half)
                partials[Group.IdxX] += partials[Group.IdxX + half];
            Group.Barrier();
        }

        // The second barrier keeps the next sum from overwriting the result before every thread has it.
        var sum = partials[0];
        Group.Barrier();
        return sum;
    }
}
