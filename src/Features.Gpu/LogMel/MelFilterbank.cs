namespace EmotionGpu.Features.LogMel;

/// <summary>
/// Triangular mel filters over the bins of a real FFT, each kept as its run of bins with a weight above zero. Corners are
/// NMels + 2 points equally spaced in mel from FMin to FMax; the weight of a bin at f Hz in the band with corners l, c, r is
/// max(0, min((f - l)/(c - l), (r - f)/(r - c))), as in torchaudio and librosa.
/// </summary>
public sealed class MelFilterbank
{
    /// <summary>Computes the filters in double precision.</summary>
    /// <param name="options">The front end, validated.</param>
    public MelFilterbank(LogMelOptions options)
    {
        Mels = options.NMels;
        Bins = options.NFft / 2 + 1;
        FirstBin = new int[Mels];
        BinCount = new int[Mels];
        Offset = new int[Mels];
        var corners = Corners(options);
        var weights = new List<float>();
        for (var mel = 0; mel < Mels; mel++)
        {
            Offset[mel] = weights.Count;
            for (var bin = 0; bin < Bins; bin++)
            {
                var weight = (float)Weight(corners.AsSpan(mel, 3), bin * (options.SampleRate / 2.0) / (Bins - 1), options.MelNorm);
                if (weight <= 0)
                    continue;
                if (weights.Count == Offset[mel])
                    FirstBin[mel] = bin;
                weights.Add(weight);
            }

            BinCount[mel] = weights.Count - Offset[mel];
        }

        Weights = [.. weights];
    }

    /// <summary>Number of bands.</summary>
    public int Mels { get; }

    /// <summary>Number of FFT bins, NFft/2 + 1.</summary>
    public int Bins { get; }

    /// <summary>A band's first bin with a weight above zero [mel]; 0 where it has none.</summary>
    public int[] FirstBin { get; }

    /// <summary>A band's number of bins [mel]; 0 where its triangle falls between two bins.</summary>
    public int[] BinCount { get; }

    /// <summary>Where a band's weights start in <see cref="Weights"/> [mel].</summary>
    public int[] Offset { get; }

    /// <summary>float32, the bands' weights one after the other.</summary>
    public float[] Weights { get; }

    /// <summary>Hz to mel. HTK: 2595·log10(1 + f/700). Slaney: 3f/200 below 1 kHz, 15 + 27·log(f/1000)/log(6.4) above.</summary>
    public static double ToMel(double hertz, MelScale scale) => scale switch
    {
        MelScale.Htk => 2595 * Math.Log10(1 + hertz / 700),
        MelScale.Slaney => hertz < 1000 ? 3 * hertz / 200 : 15 + 27 * Math.Log(hertz / 1000) / Math.Log(6.4),
        _ => throw new ArgumentOutOfRangeException(nameof(scale), scale, null),
    };

    /// <summary>Mel to Hz, the inverse of <see cref="ToMel"/>.</summary>
    public static double ToHertz(double mel, MelScale scale) => scale switch
    {
        MelScale.Htk => 700 * (Math.Pow(10, mel / 2595) - 1),
        MelScale.Slaney => mel < 15 ? 200 * mel / 3 : 1000 * Math.Exp((mel - 15) * Math.Log(6.4) / 27),
        _ => throw new ArgumentOutOfRangeException(nameof(scale), scale, null),
    };

    private static double[] Corners(LogMelOptions options)
    {
        var low = ToMel(options.FMin, options.MelScale);
        var high = ToMel(options.FMaxHz, options.MelScale);
        var corners = new double[options.NMels + 2];
        for (var i = 0; i < corners.Length; i++)
            corners[i] = ToHertz(low + (high - low) * i / (corners.Length - 1), options.MelScale);
        return corners;
    }

    private static double Weight(ReadOnlySpan<double> corners, double hertz, MelNorm norm)
    {
        var rising = (hertz - corners[0]) / (corners[1] - corners[0]);
        var falling = (corners[2] - hertz) / (corners[2] - corners[1]);
        var triangle = Math.Max(0, Math.Min(rising, falling));
        return norm switch
        {
            MelNorm.None => triangle,
            MelNorm.Slaney => triangle * 2 / (corners[2] - corners[0]),
            _ => throw new ArgumentOutOfRangeException(nameof(norm), norm, null),
        };
    }
}
