using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace EmotionGpu.Features.LogMel;

/// <summary>The window that a frame is multiplied with; both are periodic, as for spectral analysis.</summary>
public enum WindowKind
{
    /// <summary>0.5 - 0.5·cos(2πn/N).</summary>
    Hann,

    /// <summary>0.54 - 0.46·cos(2πn/N).</summary>
    Hamming,
}

/// <summary>The formula that maps Hz to mel.</summary>
public enum MelScale
{
    /// <summary>2595·log10(1 + f/700), as in HTK.</summary>
    Htk,

    /// <summary>Linear below 1 kHz, logarithmic above, as in Slaney's Auditory Toolbox.</summary>
    Slaney,
}

/// <summary>How a mel filter is scaled.</summary>
public enum MelNorm
{
    /// <summary>Triangles of height 1.</summary>
    None,

    /// <summary>Triangles of area 1: height 2/(f_right - f_left).</summary>
    Slaney,
}

/// <summary>
/// The whole truth of the front end: everything that a log-mel tensor depends on besides the recording. Checked once where it
/// comes in by <see cref="Validate"/>; inside, nobody checks again.
/// </summary>
public sealed record LogMelOptions
{
    /// <summary>Samples a second that recordings are resampled to. 22,050: RAVDESS speech has little above 11 kHz.</summary>
    public int SampleRate { get; init; } = 22_050;

    /// <summary>Frame and FFT length in samples, a power of two from 256 to 4096. 1024 is 46 ms.</summary>
    public int NFft { get; init; } = 1024;

    /// <summary>Samples from one frame to the next, 1 to <see cref="NFft"/>.</summary>
    public int HopLength { get; init; } = 512;

    /// <summary>Number of mel bands, 1 to 256.</summary>
    public int NMels { get; init; } = 128;

    /// <summary>Lower edge of the lowest band in Hz.</summary>
    public double FMin { get; init; }

    /// <summary>Upper edge of the highest band in Hz; null means half the sample rate.</summary>
    public double? FMax { get; init; }

    /// <summary>The analysis window, periodic.</summary>
    public WindowKind Window { get; init; } = WindowKind.Hann;

    /// <summary>The mel formula.</summary>
    public MelScale MelScale { get; init; } = MelScale.Htk;

    /// <summary>The scaling of the filters.</summary>
    public MelNorm MelNorm { get; init; } = MelNorm.None;

    /// <summary>Exponent of the magnitude spectrum: 2 (power) or 1 (magnitude).</summary>
    public int Power { get; init; } = 2;

    /// <summary>Floor before the logarithm: dB = (20/Power)·log10(max(x, Floor)).</summary>
    public double Floor { get; init; } = 1e-10;

    /// <summary>Whether frames are centred on multiples of the hop, the edges reflected, rather than starting there.</summary>
    public bool Center { get; init; } = true;

    /// <summary>Upper edge of the highest band in Hz, resolved.</summary>
    public double FMaxHz => FMax ?? SampleRate / 2.0;

    /// <summary>Version of the formulas: changed when the same options would give other tensors.</summary>
    public const int FormatVersion = 1;

    /// <summary>128-bit hash of every option and <see cref="FormatVersion"/>, 32 hex digits: part of each cache key.</summary>
    public string Hash => Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(Canonical)));

    private string Canonical => string.Create(CultureInfo.InvariantCulture,
        $"logmel/{FormatVersion};{SampleRate};{NFft};{HopLength};{NMels};{FMin:R};{FMaxHz:R};{Window};{MelScale};{MelNorm};{Power};{Floor:R};{Center}");

    /// <summary>Frames that <paramref name="samples"/> resampled samples give, shorter clips zero-padded as in <see cref="PaddedLength"/>.</summary>
    public int FrameCount(int samples)
    {
        var padded = PaddedLength(samples);
        return Center ? 1 + padded / HopLength : 1 + (padded - NFft) / HopLength;
    }

    /// <summary>
    /// Length in samples after zero-padding at the end: fewer than NFft/2 + 1 samples (centred; too few to reflect) or fewer
    /// than NFft (not centred) become NFft.
    /// </summary>
    public int PaddedLength(int samples) => samples < (Center ? NFft / 2 + 1 : NFft) ? NFft : samples;

    /// <summary>Checks every value.</summary>
    /// <returns>This record.</returns>
    /// <exception cref="ArgumentException">A value is out of range; the message names value and range.</exception>
    public LogMelOptions Validate()
    {
        Require(SampleRate is >= 4_000 and <= 384_000, $"sample rate {SampleRate} Hz: 4000 to 384000 is supported");
        Require(NFft is >= 256 and <= 4096 && int.IsPow2(NFft), $"n_fft {NFft}: a power of two from 256 to 4096 is supported");
        Require(HopLength >= 1 && HopLength <= NFft, $"hop length {HopLength}: 1 to n_fft ({NFft}) is supported");
        Require(NMels is >= 1 and <= 256, $"{NMels} mel bands: 1 to 256 are supported");
        Require(FMin >= 0 && FMin < FMaxHz, $"f_min {FMin} Hz: 0 to below f_max ({FMaxHz} Hz) is supported");
        Require(FMaxHz <= SampleRate / 2.0, $"f_max {FMaxHz} Hz: at most half the sample rate ({SampleRate / 2.0} Hz) is supported");
        Require(Power is 1 or 2, $"power {Power}: 1 (magnitude) or 2 (power) is supported");
        Require(double.IsFinite(Floor) && Floor >= 1e-30, $"floor {Floor}: a finite value of at least 1e-30 is supported");
        return this;

        static void Require(bool holds, FormattableString message)
        {
            if (!holds)
                throw new ArgumentException(FormattableString.Invariant(message));
        }
    }
}
