using System.Diagnostics;
using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Benchmarks;

namespace EmotionGpu.Inference.Benchmarks;

/// <summary>What predictions cost on this machine, everything warm.</summary>
/// <param name="Seconds">Length of the recording.</param>
/// <param name="Crops">Crops of it that the network sees.</param>
/// <param name="Rounds">Rounds of both calls in turn.</param>
/// <param name="NetworkMilliseconds">The bare ONNX Runtime call on an input that is there, median.</param>
/// <param name="PredictMilliseconds">From the file to its probabilities, median.</param>
/// <param name="Ratio">The second over the first, median of the rounds' ratios.</param>
/// <param name="Spread">(largest - smallest)/median of the rounds' ratios, the outer tenths left out.</param>
/// <param name="RecordingsPerSecond">Of many such files in batches.</param>
/// <param name="WindowsPerSecond">Of a long recording's timeline at the default hop.</param>
/// <param name="TimesRealTime">Seconds of that recording in a second.</param>
public sealed record PredictionBenchmarkResult(
    double Seconds, int Crops, int Rounds, double NetworkMilliseconds, double PredictMilliseconds, double Ratio, double Spread,
    double RecordingsPerSecond, double WindowsPerSecond, double TimesRealTime);

/// <summary>Times predictions beside the network alone.</summary>
public static class PredictionBenchmark
{
    private const double WarmUpSeconds = 1;
    private const double LongSeconds = 300;
    private const int Files = 128;

    /// <summary>Runs the benchmark.</summary>
    /// <param name="model">The model, its features on the device to be measured.</param>
    /// <param name="path">A recording.</param>
    /// <param name="scratch">Folder for a long recording, made of this one, which is deleted again.</param>
    /// <param name="rounds">Rounds of both calls in turn, 1 or more.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="AudioFormatException">The recording cannot be read.</exception>
    public static PredictionBenchmarkResult Run(EmotionModel model, string path, string scratch, int rounds, CancellationToken cancellation)
    {
        var clip = RecordingReader.Read(path);
        var (inputs, crops) = model.Inputs([clip]);
        var bare = () => { model.Network.Probabilities(inputs); };
        var whole = () => { model.Predict(path); };
        var times = InTurn(bare, whole, rounds, cancellation);
        var ratios = times.Select(pair => pair.Whole / pair.Bare).Order().ToArray();
        var predicted = 0;
        var files = Seconds(() => predicted = model.PredictFiles(Enumerable.Repeat(path, Files)).Count());
        var (windows, realTime) = Timeline(model, clip, Path.Combine(scratch, "long.wav"), cancellation);
        return new PredictionBenchmarkResult(
            (double)clip.Length / clip.SampleRate, crops.Length, rounds,
            1000 * Median(times.Select(pair => pair.Bare)), 1000 * Median(times.Select(pair => pair.Whole)),
            Median(ratios), RepeatedMeasurement.Of(ratios[(rounds / 10)..^(rounds / 10)]).Spread,
            predicted / files, windows, realTime);
    }

    private static (double Bare, double Whole)[] InTurn(Action bare, Action whole, int rounds, CancellationToken cancellation)
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started).TotalSeconds < WarmUpSeconds; whole())
            bare();
        var times = new (double, double)[rounds];
        for (var i = 0; i < rounds; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            times[i] = (Seconds(bare), Seconds(whole));
        }

        return times;
    }

    private static (double WindowsPerSecond, double TimesRealTime) Timeline(EmotionModel model, Waveform clip, string path, CancellationToken cancellation)
    {
        var samples = new float[clip.Length];
        clip.CopyTo(samples);
        var copies = (int)Math.Ceiling(LongSeconds * clip.SampleRate / clip.Length);
        try
        {
            using (var file = File.Create(path))
                PcmWav.Write(file, clip.SampleRate, Enumerable.Repeat(samples, copies).SelectMany(all => all.Select(Pcm16)).ToArray());
            var windows = 0;
            var seconds = Seconds(() => windows = model.Timeline(path).TakeWhile(_ => !cancellation.IsCancellationRequested).Count());
            cancellation.ThrowIfCancellationRequested();
            return (windows / seconds, (double)copies * clip.Length / clip.SampleRate / seconds);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static short Pcm16(float sample) => (short)Math.Clamp(MathF.Round(sample * 32768), short.MinValue, short.MaxValue);

    private static double Seconds(Action action)
    {
        var started = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static double Median(IEnumerable<double> values) => RepeatedMeasurement.Of(values).Median;
}
