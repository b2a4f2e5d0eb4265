using ILGPU;
using ILGPU.Algorithms;

namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>The network's input from cached clips, in scoring and in training.</summary>
internal static class NetworkInputKernels
{
    /// <summary>Partial results of a clip, whatever the number of threads, so that it changes no bit; threads a group at most.</summary>
    public const int Lanes = 256;

    /// <summary>
    /// One group makes one clip's input: its crop, standardised and masked, and where the batch is mixed, λ of it and 1 - λ of its
    /// partner's, worked out in the same way. A value is worked out once and stays in device memory; the same thread takes it up again,
    /// so no barrier is needed for that. Groups [clip]; threads [x], a power of two up to <see cref="Lanes"/>.
    /// </summary>
    /// <param name="batch">The crops: as many as there are groups, and partners behind them that are not among these.</param>
    /// <param name="mix">Partners and shares.</param>
    /// <param name="output">float32 [clip, mel, T].</param>
    public static void NetworkInputKernel(CropBatch batch, BatchMix mix, ArrayView<float> output)
    {
        var partials = SharedMemory.Allocate<float>(Lanes);
        var count = batch.Mels * batch.Frames;
        var offset = (long)Grid.IdxX * count;
        var target = output.SubView(offset, count);
        for (var side = 0; side < mix.Sides; side++)
        {
            var crop = batch.Crops[side == 0 ? Grid.IdxX : mix.Partners[Grid.IdxX]];
            var values = side == 0 ? target : mix.Others.SubView(offset, count);
            var (mean, scale) = Moments(batch, crop, values, partials);
            for (var i = Group.IdxX; i < count; i += Group.DimX)
            {
                var value = batch.IsMasked(crop, i) ? batch.Fill : (values[i] - mean) * scale;
                target[i] = side == 0 ? value : mix.Own * target[i] + mix.Other * value;
            }
        }
    }

    /// <summary>
    /// A crop's values in dB, and the mean and scale that standardise them: fixed, or their own and 1/(std + <see cref="InputOptions.Epsilon"/>),
    /// std with n - 1. Mean before deviations, because one pass over dB values around -50 would lose half of float32's digits; the mean is
    /// taken of distances to the first value, so that equal values have exactly theirs.
    /// </summary>
    private static (float Mean, float Scale) Moments(CropBatch batch, ClipCrop crop, ArrayView<float> values, ArrayView<float> partials)
    {
        var peak = batch.NeedsPeak(crop) ? Peak(batch, crop, partials) : 0f;
        var levels = new CropLevels(peak + crop.Noise, batch.FloorLevel(peak));
        var count = batch.Mels * batch.Frames;
        if (batch.IsFixed != 0)
        {
            for (var i = Group.IdxX; i < count; i += Group.DimX)
                values[i] = batch.Decibel(crop, levels, i);
            return (InputOptions.FixedMean, 1f / InputOptions.FixedDeviation);
        }

        var origin = batch.Decibel(crop, levels, 0);
        for (var lane = Group.IdxX; lane < Lanes; lane += Group.DimX)
        {
            var sum = 0f;
            for (var i = lane; i < count; i += Lanes)
            {
                var value = batch.Decibel(crop, levels, i);
                values[i] = value;
                sum += value - origin;
            }

            partials[lane] = sum;
        }

        var mean = origin + Folded<Sum>(partials) / count;
        for (var lane = Group.IdxX; lane < Lanes; lane += Group.DimX)
        {
            var squares = 0f;
            for (var i = lane; i < count; i += Lanes)
            {
                var deviation = values[i] - mean;
                squares += deviation * deviation;
            }

            partials[lane] = squares;
        }

        return (mean, 1f / (XMath.Sqrt(Folded<Sum>(partials) / (count - 1)) + InputOptions.Epsilon));
    }

    // The largest value of the whole clip.
    private static float Peak(CropBatch batch, ClipCrop crop, ArrayView<float> partials)
    {
        var first = HalfBits.ToFloat(batch.Clips[crop.Offset]);
        for (var lane = Group.IdxX; lane < Lanes; lane += Group.DimX)
        {
            var peak = first;
            for (var i = lane; i < batch.Mels * crop.ClipFrames; i += Lanes)
                peak = XMath.Max(peak, HalfBits.ToFloat(batch.Clips[crop.Offset + i]));
            partials[lane] = peak;
        }

        return Folded<Largest>(partials);
    }

    /// <summary>All lanes folded into one value, in every thread, by halving; no warp is relied upon.</summary>
    private static float Folded<TFold>(ArrayView<float> partials)
        where TFold : struct, IFold
    {
        Group.Barrier();
        for (var half = Lanes / 2; half > 0; half /= 2)
        {
            for (var lane = Group.IdxX; lane < half; lane += Group.DimX)
                partials[lane] = default(TFold).Fold(partials[lane], partials[lane + half]);
            Group.Barrier();
        }

        // The second barrier keeps the next fold from overwriting the result before every thread has it.
        var result = partials[0];
        Group.Barrier();
        return result;
    }
}
