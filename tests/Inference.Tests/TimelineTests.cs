using EmotionGpu.Features.Audio;

namespace EmotionGpu.Inference.Tests;

public sealed class TimelineTests : IDisposable
{
    private const int Rate = 16_000;

    private readonly TemporaryFolder _folder = new();
    private readonly EmotionModel _model;

    public TimelineTests()
    {
        SmallModel.Save(_folder["model.zip"]);
        _model = EmotionModel.Load(_folder["model.zip"]);
    }

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(10.0, 0.1)]
    [InlineData(2.0, 0.5)]
    [InlineData(9.0, 1.7)]
    public void Each_window_is_predicted_as_a_recording_of_its_own(double seconds, double hop)
    {
        var samples = Sound(seconds);
        var windows = Timeline(samples, new TimelineOptions { HopSeconds = hop, Smoothing = 1 });
        Assert.Equal((int)Math.Floor((seconds - 0.5) / hop + 1e-9) + 1, windows.Count(window => IsAt(window.Start, hop)));
        Assert.All(windows, window =>
        {
            Assert.Equal(0.5, window.End - window.Start, 1e-9);
            var cut = samples.AsMemory((int)Math.Round(window.Start * Rate), Rate / 2);
            var alone = _model.Predict([Waveform.FromPcm16(Rate, cut)])[0];
            Assert.Equal(alone.Label, window.Prediction!.Label);
            Assert.All(alone.Probabilities.Zip(window.Prediction.Probabilities), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        });
        Assert.True(windows.Select(window => window.Prediction!.Probabilities[0]).Distinct().Count() > 1, "all windows are alike");

        static bool IsAt(double start, double hop) => Math.Abs(start / hop - Math.Round(start / hop)) < 1e-3;
    }

    [Theory]
    [InlineData(0.2, new[] { 0.0 })]
    [InlineData(0.5, new[] { 0.0 })]
    [InlineData(0.74, new[] { 0.0 })]
    [InlineData(0.8, new[] { 0.0, 0.3 })]
    [InlineData(1.0, new[] { 0.0, 0.5 })]
    [InlineData(1.9, new[] { 0.0, 0.5, 1.0, 1.4 })]
    public void The_last_window_ends_with_the_recording_if_more_than_half_a_hop_is_left(double seconds, double[] starts)
    {
        var windows = Timeline(Sound(seconds), new TimelineOptions());
        Assert.All(starts.Zip(windows.Select(window => window.Start)), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        Assert.Equal(starts.Length, windows.Count);
        Assert.True(windows[^1].End <= seconds + 1e-9);
    }

    [Fact]
    public void Silence_has_no_label_and_does_not_smooth_its_neighbours()
    {
        var samples = Sound(4);
        samples.AsSpan(Rate, 2 * Rate).Clear();
        var raw = Timeline(samples, new TimelineOptions { Smoothing = 1 });
        Assert.Equal([true, true, false, false, false, false, true, true], raw.Select(window => window.Prediction is not null));
        var smooth = Timeline(samples, new TimelineOptions());
        Assert.Equal(raw.Select(window => window.Prediction is null), smooth.Select(window => window.Prediction is null));
        Assert.Equal(Mean(raw[0], raw[1]), smooth[1].Prediction!.Probabilities);
        Assert.All(Timeline(samples, new TimelineOptions { SilenceDecibel = 0 }), window => Assert.Null(window.Prediction));
    }

    [Fact]
    public void Probabilities_are_the_mean_of_the_windows_around()
    {
        var samples = Sound(20);
        var raw = Timeline(samples, new TimelineOptions { Smoothing = 1 });
        foreach (var width in new[] { 3, 5, 99 })
        {
            var smooth = Timeline(samples, new TimelineOptions { Smoothing = width });
            Assert.Equal(raw.Select(window => (window.Start, window.End)), smooth.Select(window => (window.Start, window.End)));
            for (var i = 0; i < raw.Count; i++)
            {
                TimelineWindow[] around = [.. raw.Where((_, k) => Math.Abs(k - i) <= width / 2)];
                Assert.Equal(Mean(around), smooth[i].Prediction!.Probabilities);
                var best = smooth[i].Prediction!.Probabilities.Index().MaxBy(probability => probability.Item).Index;
                Assert.Equal(SmallModel.Metadata.Classes[best], smooth[i].Prediction!.Label);
            }
        }
    }

    [Fact]
    public void Segments_meet_halfway_between_centres_and_neighbours_of_one_label_are_one()
    {
        TimelineWindow[] windows = [.. new[] { "a", "a", null, "b", "a", "a" }.Select((label, i) =>
            new TimelineWindow(i * 0.5, i * 0.5 + 3, label is null ? null : new Prediction(label, [1])))];
        Assert.Equal(
            [new(0, 2.25, "a"), new(2.25, 2.75, null), new(2.75, 3.25, "b"), new(3.25, 5.5, "a")], TimelineSegment.Of(windows));
        Assert.Equal([new TimelineSegment(0, 3, "a")], TimelineSegment.Of(windows[..1]));
        Assert.Empty(TimelineSegment.Of([]));
    }

    [Fact]
    public void Uncertainty_is_the_entropy_in_bits()
    {
        Assert.Equal(0, new Prediction("a", [1, 0, 0]).Entropy);
        Assert.Equal(2, new Prediction("a", [0.25f, 0.25f, 0.25f, 0.25f]).Entropy, 1e-9);
        Assert.Equal(1.5, new Prediction("a", [0.5f, 0.25f, 0.25f]).Entropy, 1e-9);
    }

    [Fact]
    public void Windows_come_while_the_recording_is_read_and_in_little_memory()
    {
        var path = Write(Sound(600));
        var options = new TimelineOptions { HopSeconds = 0.25 };
        _ = _model.Timeline(path, options).First();
        GC.Collect();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (count, most) = (0, 0L);
        foreach (var _ in _model.Timeline(path, options))
        {
            if (++count % 500 == 0)
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        Assert.Equal(2399, count);
        // The recording has 38 MB as float32.
        Assert.InRange(most, 1, 5_000_000);
    }

    [Fact]
    public void Bad_options_and_recordings_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new TimelineOptions { WindowSeconds = 0 }.Validate());
        Assert.Throws<ArgumentException>(() => new TimelineOptions { HopSeconds = double.NaN }.Validate());
        Assert.Throws<ArgumentException>(() => new TimelineOptions { Smoothing = 4 }.Validate());
        Assert.Throws<ArgumentException>(() => new TimelineOptions { SilenceDecibel = 1 }.Validate());
        Assert.Throws<AudioFormatException>(() => _model.Timeline(_folder["none.wav"], new TimelineOptions()).ToArray());
        Assert.Throws<ArgumentException>(() => _model.Timeline(_folder["none.wav"], new TimelineOptions { Smoothing = 2 }));
    }

    private List<TimelineWindow> Timeline(short[] samples, TimelineOptions options) => [.. _model.Timeline(Write(samples), options)];

    private static float[] Mean(params TimelineWindow[] windows) =>
        [.. Enumerable.Range(0, 3).Select(i => (float)windows.Average(window => (double)window.Prediction!.Probabilities[i]))];

    private string Write(short[] samples)
    {
        var path = _folder[$"{Guid.NewGuid():N}.wav"];
        using var file = File.Create(path);
        PcmWav.Write(file, Rate, samples);
        return path;
    }

    // A tone that rises and falls.
    private static short[] Sound(double seconds)
    {
        var samples = new short[(int)(seconds * Rate)];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (short)(8000 * Math.Sin(0.1 * i + 400 * Math.Sin(i * 3e-5)));
        return samples;
    }
}
