using System.Numerics;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Features.Tests.Oracle;

/// <summary>Log-mel in double precision, written from the formulas: torchaudio's MelSpectrogram and AmplitudeToDB without a ceiling.</summary>
internal static class LogMelOracle
{
    /// <summary>dB, [mel, frame], of samples at the options' rate.</summary>
    public static double[] Compute(double[] samples, LogMelOptions options)
    {
        var n = options.NFft;
        var padded = Pad(samples, options);
        var frames = 1 + (padded.Length - n) / options.HopLength;
        var bank = Bank(options);
        var roots = Enumerable.Range(0, n).Select(k => Complex.FromPolarCoordinates(1, -2 * Math.PI * k / n)).ToArray();
        var output = new double[options.NMels * frames];
        for (var frame = 0; frame < frames; frame++)
        {
            var (windowed, spectrum) = (new Complex[n], new Complex[n]);
            for (var i = 0; i < n; i++)
                windowed[i] = padded[frame * options.HopLength + i] * Window(i, options);
            Transform(windowed, 1, roots, spectrum);
            var bins = Array.ConvertAll(spectrum[..(n / 2 + 1)], x => Math.Pow(x.Magnitude, options.Power));
            for (var mel = 0; mel < options.NMels; mel++)
            {
                var sum = 0.0;
                for (var bin = 0; bin < bins.Length; bin++)
                    sum += bank[mel, bin] * bins[bin];
                output[mel * frames + frame] = 20.0 / options.Power * Math.Log10(Math.Max(sum, options.Floor));
            }
        }

        return output;
    }

    // Too short to reflect (centred) or for one frame: zeros at the end up to n. Then numpy's mode="reflect" where centred.
    private static double[] Pad(double[] samples, LogMelOptions options)
    {
        var n = options.NFft;
        var tooShort = samples.Length < (options.Center ? n / 2 + 1 : n);
        double[] x = tooShort ? [.. samples, .. new double[n - samples.Length]] : samples;
        if (!options.Center)
            return x;
        var padded = new double[x.Length + n];
        for (var i = 0; i < padded.Length; i++)
        {
            var position = Math.Abs(i - n / 2);
            padded[i] = x[position < x.Length ? position : 2 * (x.Length - 1) - position];
        }

        return padded;
    }

    private static double Window(int i, LogMelOptions options)
    {
        var cosine = Math.Cos(2 * Math.PI * i / options.NFft);
        return options.Window == WindowKind.Hann ? 0.5 - 0.5 * cosine : 0.54 - 0.46 * cosine;
    }

    // The textbook recursion: the samples at even and at odd places apart, then X[k] = E[k] ± e^(-2πik/n)·O[k].
    private static void Transform(ReadOnlySpan<Complex> x, int stride, Complex[] roots, Span<Complex> result)
    {
        if (result.Length == 1)
        {
            result[0] = x[0];
            return;
        }

        var half = result.Length / 2;
        Transform(x, 2 * stride, roots, result[..half]);
        Transform(x[stride..], 2 * stride, roots, result[half..]);
        for (var k = 0; k < half; k++)
        {
            var (even, odd) = (result[k], roots[k * stride] * result[k + half]);
            (result[k], result[k + half]) = (even + odd, even - odd);
        }
    }

    private static double[,] Bank(LogMelOptions options)
    {
        var (low, high) = (ToMel(options.FMin, options.MelScale), ToMel(options.FMaxHz, options.MelScale));
        double Corner(int i) => ToHertz(low + (high - low) * i / (options.NMels + 1), options.MelScale);
        var bank = new double[options.NMels, options.NFft / 2 + 1];
        for (var mel = 0; mel < options.NMels; mel++)
        {
            var (left, centre, right) = (Corner(mel), Corner(mel + 1), Corner(mel + 2));
            var height = options.MelNorm == MelNorm.Slaney ? 2 / (right - left) : 1;
            for (var bin = 0; bin <= options.NFft / 2; bin++)
            {
                var hertz = (double)bin * options.SampleRate / options.NFft;
                if (hertz > left && hertz < right)
                    bank[mel, bin] = height * (hertz <= centre ? (hertz - left) / (centre - left) : (right - hertz) / (right - centre));
            }
        }

        return bank;
    }

    private static double ToMel(double hertz, MelScale scale) => scale == MelScale.Htk
        ? 2595 * Math.Log10(1 + hertz / 700)
        : hertz < 1000 ? hertz / (200.0 / 3) : 1000 / (200.0 / 3) + Math.Log(hertz / 1000) / (Math.Log(6.4) / 27);

    private static double ToHertz(double mel, MelScale scale) => scale == MelScale.Htk
        ? 700 * (Math.Pow(10, mel / 2595) - 1)
        : mel < 15 ? mel * 200.0 / 3 : 1000 * Math.Exp((mel - 15) * Math.Log(6.4) / 27);
}
