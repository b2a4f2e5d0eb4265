namespace EmotionGpu.Features.Resampling;

/// <summary>
/// The low-pass filter of a rational resampler, cut into its phases; the filter that <c>scipy.signal.resample_poly</c> designs:
/// with up/down the reduced ratio of the rates and R = max(up, down), a windowed sinc of 20·R + 1 taps, cut-off 1/R of half the
/// upsampled rate, Kaiser window with β = 5, scaled to a DC gain of up. The output has no delay; outside the clip is zero.
/// </summary>
/// <remarks>
/// y[m] = Σ_k x[k]·h[HalfLength + m·Down - k·Up], written as one dot product of consecutive samples with a row of the table:
/// y[m] = Σ_i Taps[Phase(m)·Stride + i]·x[FirstInput(m) + i], i below <see cref="TapsPerPhase"/>.
/// </remarks>
public sealed class PolyphaseFilter
{
    /// <summary>β of the Kaiser window.</summary>
    public const double KaiserBeta = 5.0;

    /// <summary>Rows of the table are padded with zeros to a multiple of this many taps.</summary>
    public const int StrideMultiple = 16;

    /// <summary>Filters of odd rate pairs are large; past this many taps (64 MB) backends drop those of earlier batches.</summary>
    internal const int MaxCachedTaps = 1 << 24;

    private const int HalfLengthFactor = 10;

    private readonly double[] _half;
    private readonly Lazy<float[]> _taps;

    private PolyphaseFilter(int up, int down)
    {
        Up = up;
        Down = down;
        HalfLength = HalfLengthFactor * Math.Max(up, down);
        TapsPerPhase = 2 * HalfLength / up + 1;
        Stride = (TapsPerPhase + StrideMultiple - 1) / StrideMultiple * StrideMultiple;
        _half = IsCopy ? [] : DesignHalf();
        _taps = new Lazy<float[]>(CutIntoPhases);
    }

    /// <summary>Target rate over the greatest common divisor of the rates; also the number of phases.</summary>
    public int Up { get; }

    /// <summary>Source rate over the greatest common divisor of the rates.</summary>
    public int Down { get; }

    /// <summary>Taps on either side of the centre of the whole filter, at the upsampled rate.</summary>
    public int HalfLength { get; }

    /// <summary>Taps that reach one output sample; shorter phases have zeros in front.</summary>
    public int TapsPerPhase { get; }

    /// <summary>Taps from one row of <see cref="Taps"/> to the next.</summary>
    public int Stride { get; }

    /// <summary>float32 [phase, tap], <see cref="Up"/> rows of <see cref="Stride"/>; taps in the order of the input samples, zeros behind the last.</summary>
    public float[] Taps => _taps.Value;

    /// <summary>Whether the rates are equal, so that the samples are copied and there are no taps.</summary>
    public bool IsCopy => Up == Down;

    /// <summary>Designs the filter in double precision. Odd ratios are large: 4,001 Hz to 383,999 Hz takes 49 MB.</summary>
    /// <param name="sourceRate">Samples a second of the recording.</param>
    /// <param name="targetRate">Samples a second wanted.</param>
    public static PolyphaseFilter Design(int sourceRate, int targetRate)
    {
        var divisor = GreatestCommonDivisor(sourceRate, targetRate);
        return new PolyphaseFilter(targetRate / divisor, sourceRate / divisor);
    }

    /// <summary>Output samples of a clip: ceil(samples·up/down).</summary>
    public int OutputLength(int samples) => checked((int)(((long)samples * Up + Down - 1) / Down));

    /// <summary>The same from the rates, without a filter.</summary>
    /// <param name="samples">Samples of the clip.</param>
    /// <param name="sourceRate">Samples a second of the clip.</param>
    /// <param name="targetRate">Samples a second wanted.</param>
    public static long OutputLength(int samples, int sourceRate, int targetRate) => ((long)samples * targetRate + sourceRate - 1) / sourceRate;

    /// <summary>The row of <see cref="Taps"/> for an output sample.</summary>
    public int Phase(int output) => (int)(((long)output * Down + HalfLength) % Up);

    /// <summary>The input sample that meets a row's first tap; negative or past the end means zeros.</summary>
    public int FirstInput(int output) => (int)(((long)output * Down + HalfLength) / Up) - (TapsPerPhase - 1);

    /// <summary>One value of <see cref="Taps"/> before it is rounded to float32.</summary>
    /// <param name="phase">From 0 to <see cref="Up"/> - 1.</param>
    /// <param name="tap">From 0 to <see cref="TapsPerPhase"/> - 1.</param>
    public double Tap(int phase, int tap)
    {
        var fromCentre = Math.Abs(phase + (TapsPerPhase - 1 - tap) * Up - HalfLength);
        return fromCentre <= HalfLength ? _half[fromCentre] : 0;
    }

    private float[] CutIntoPhases()
    {
        var table = new float[IsCopy ? 0 : Up * Stride];
        for (var phase = 0; phase < table.Length / Stride; phase++)
        {
            for (var tap = 0; tap < TapsPerPhase; tap++)
                table[phase * Stride + tap] = (float)Tap(phase, tap);
        }

        return table;
    }

    // The filter is symmetric: tap n stands for the taps at n samples before and after the centre.
    private double[] DesignHalf()
    {
        var cutoff = 1.0 / Math.Max(Up, Down);
        var half = new double[HalfLength + 1];
        var sum = 0.0;
        for (var n = 0; n <= HalfLength; n++)
        {
            var angle = Math.PI * cutoff * n;
            var sinc = n == 0 ? 1.0 : Math.Sin(angle) / angle;
            var ratio = (double)n / HalfLength;
            half[n] = sinc * BesselI0(KaiserBeta * Math.Sqrt(1 - ratio * ratio));
            sum += n == 0 ? half[n] : 2 * half[n];
        }

        for (var n = 0; n <= HalfLength; n++)
            half[n] *= Up / sum;
        return half;
    }

    // I0(x) = Σ ((x/2)^k / k!)²: all terms are positive and, for x up to 5, below 1e-17 of the sum after 24 of them.
    private static double BesselI0(double x)
    {
        var quarterSquare = x * x / 4;
        double term = 1, sum = 1;
        for (var k = 1; k < 24; k++)
        {
            term *= quarterSquare / ((double)k * k);
            sum += term;
        }

        return sum;
    }

    private static int GreatestCommonDivisor(int a, int b)
    {
        while (b != 0)
            (a, b) = (b, a % b);
        return a;
    }
}
