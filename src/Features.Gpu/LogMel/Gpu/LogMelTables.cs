using ILGPU;

namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>The log-mel kernel's tables in device memory and the numbers of the front end.</summary>
internal readonly struct LogMelTables
{
    /// <summary>n_fft.</summary>
    public required int NFft { get; init; }

    /// <summary>Samples from one frame to the next.</summary>
    public required int HopLength { get; init; }

    /// <summary>Where frame 0 starts: -n_fft/2 when centred, else 0.</summary>
    public required int FirstStart { get; init; }

    /// <summary>Number of mel bands.</summary>
    public required int NMels { get; init; }

    /// <summary>Least mel value before the logarithm.</summary>
    public required float Floor { get; init; }

    /// <summary>dB of a factor of 2: (20/Power)·log10(2).</summary>
    public required float DecibelPerOctave { get; init; }

    /// <summary>Analysis window, two values side by side as a complex number, [n_fft/2].</summary>
    public required ArrayView<Complex32> Window { get; init; }

    /// <summary>e^(-2πik/n_fft), [k], n_fft of them.</summary>
    public required ArrayView<Complex32> Twiddles { get; init; }

    /// <summary>Where the value of FFT bin k stands in <see cref="SharedFrames"/>: its row, [n_fft/2 + 1].</summary>
    public required ArrayView<int> BinRows { get; init; }

    /// <summary>Band m's weights are those from [m] to before [m + 1], [mel + 1].</summary>
    public required ArrayView<int> BandStart { get; init; }

    /// <summary>The bands' weights one after the other, each with the row of its bin, [weight].</summary>
    public required ArrayView<MelWeight> Weights { get; init; }
}

/// <summary>A weight above zero of a mel band.</summary>
/// <param name="row">Where its bin stands in <see cref="SharedFrames"/>.</param>
/// <param name="weight">The weight.</param>
internal readonly struct MelWeight(int row, float weight)
{
    public readonly int Row = row;
    public readonly float Weight = weight;
}
