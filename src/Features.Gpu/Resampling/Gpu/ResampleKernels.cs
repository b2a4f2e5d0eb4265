using ILGPU;

namespace EmotionGpu.Features.Resampling.Gpu;

/// <summary>What a group of the resampling kernel works on: consecutive output samples of one clip.</summary>
internal readonly struct ResampleGroup
{
    /// <summary>Where the clip's samples start in the batch.</summary>
    public required int InputOffset { get; init; }

    /// <summary>The clip's number of samples.</summary>
    public required int InputLength { get; init; }

    /// <summary>Where the group's first output goes in the batch.</summary>
    public required int OutputOffset { get; init; }

    /// <summary>Output samples of this group.</summary>
    public required int Count { get; init; }

    /// <summary>The clip's sample that meets the first tap of the group's first output; negative before the clip.</summary>
    public required int FirstInput { get; init; }

    /// <summary>Phase of the group's first output.</summary>
    public required int Phase { get; init; }
}

/// <summary>The numbers of a <see cref="PolyphaseFilter"/>.</summary>
/// <param name="up">Phases.</param>
/// <param name="down">Steps of an output at the upsampled rate.</param>
/// <param name="tapsPerPhase">Taps of a phase.</param>
internal readonly struct FilterShape(int up, int down, int tapsPerPhase)
{
    public readonly int Up = up;
    public readonly int Down = down;
    public readonly int TapsPerPhase = tapsPerPhase;
}

/// <summary>Rational resampling of a packed batch of clips of one rate and format.</summary>
internal static class ResampleKernels
{
    /// <summary>Output samples a group at most.</summary>
    public const int OutputsPerGroup = 1024;

    /// <summary>
    /// One group makes up to <see cref="OutputsPerGroup"/> samples of one clip, a thread every group size-th of them: the dot
    /// product of the taps of its phase and the samples around. Groups [resample group]; threads [x], any number. No shared
    /// memory, no barrier: neighbours read overlapping samples and taps close by, which the cache holds.
    /// </summary>
    /// <param name="input">[sample], the batch's clips one after the other.</param>
    /// <param name="groups">[resample group], what each group works on.</param>
    /// <param name="taps">float32 [tap, phase].</param>
    /// <param name="filter">The filter's numbers.</param>
    /// <param name="output">float32 in [-1, 1], [sample], the clips one after the other.</param>
    public static void ResampleKernel<TFormat, T>(
        ArrayView<T> input, ArrayView<ResampleGroup> groups, ArrayView<float> taps, FilterShape filter, ArrayView<float> output)
        where TFormat : struct, ISampleFormat<T>
        where T : unmanaged
    {
        var group = groups[Grid.IdxX];
        for (var i = Group.IdxX; i < group.Count; i += Group.DimX)
        {
            // The host has divided for the group's first output, where 64 bits are needed; from there on 32 are enough.
            var step = group.Phase + i * filter.Down;
            var whole = step / filter.Up;
            var phase = step - whole * filter.Up;
            var first = group.FirstInput + whole;
            var from = IntrinsicMath.Max(0, -first);
            var to = IntrinsicMath.Min(filter.TapsPerPhase, group.InputLength - first);
            var source = group.InputOffset + first;
            var at = from * filter.Up + phase;
            var tap = from;

            // Four sums: the next product need not wait for the last addition, and the loop's own work is shared by four taps.
            float a = 0f, b = 0f, c = 0f, d = 0f;
            for (; tap + 3 < to; tap += 4)
            {
                a += taps[at] * default(TFormat).Widen(input[source + tap]);
                b += taps[at + filter.Up] * default(TFormat).Widen(input[source + tap + 1]);
                c += taps[at + 2 * filter.Up] * default(TFormat).Widen(input[source + tap + 2]);
                d += taps[at + 3 * filter.Up] * default(TFormat).Widen(input[source + tap + 3]);
                at += 4 * filter.Up;
            }

            for (; tap < to; tap++)
            {
                a += taps[at] * default(TFormat).Widen(input[source + tap]);
                at += filter.Up;
            }

            output[group.OutputOffset + i] = (a + b + (c + d)) * default(TFormat).Scale;
        }
    }
}
