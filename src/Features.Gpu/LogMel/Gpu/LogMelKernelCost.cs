namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>
/// What the log-mel kernel does for a frame, counted from its source: docs/kernels.md says how. Loads that the caches serve
/// (tables, samples that frames share) are not counted as device memory.
/// </summary>
/// <param name="Flops">float32 additions and multiplications; a fused pair counts as two.</param>
/// <param name="SharedBytes">Bytes that go to and from shared memory.</param>
internal sealed record LogMelKernelCost(double Flops, double SharedBytes)
{
    // 8 points: 24 complex additions, two eighth turns of 2 additions and 2 multiplications. 7 twiddles of 6.
    private const int ButterflyFlops = 24 * 2 + 2 * 4;
    private const int TwiddleFlops = 7 * 6;

    // A bin pair of the real spectrum: 4 additions, a twiddle, 4 additions, two squared magnitudes of 3 and their factor.
    private const int PairFlops = 4 + 6 + 4 + 2 * 4;

    // The logarithm's series, its division and the factor to dB.
    private const int DecibelFlops = 17;

    private const int ComplexBytes = 8;
    private const int FloatBytes = 4;

    /// <summary>Counts for a front end.</summary>
    public static LogMelKernelCost Of(LogMelOptions options)
    {
        var points = options.NFft / 2;
        var octets = points / 8;
        var weights = new MelFilterbank(options).Weights.Length;
        int stages = 2;
        for (var length = points / 8; length > 8; length /= 8)
            stages++;

        // The last stage has no twiddles, and its smaller transforms are cheaper: counted in full.
        var flops = options.NFft + octets * (stages * ButterflyFlops + (stages - 1) * TwiddleFlops) + (points / 2 + 1) * PairFlops
            + 2.0 * weights + DecibelFlops * options.NMels;

        // The first stage only writes; the spectrum reads every point and writes a float a bin; each weight reads one.
        var shared = ComplexBytes * points * 2.0 * stages + FloatBytes * (points + 1 + weights);
        return new(flops, shared);
    }
}
