using EmotionGpu.Features.Audio;

namespace EmotionGpu.Inference.Tests;

/// <summary>What live signals need besides predictions.</summary>
public sealed class LiveWindowTests
{
    [Fact]
    public void Each_window_gets_the_mean_of_the_last_ones_and_silence_stays_silence()
    {
        string[] classes = ["a", "b"];
        float?[] first = [0.9f, 0.1f, null, 0.2f, 0.6f, 1f];
        var windows = first.Select((p, i) => new TimelineWindow(i, i + 1, p is { } value ? new Prediction(value > 0.5 ? "a" : "b", [value, 1 - value]) : null)).ToArray();
        var smoothing = new TrailingSmoothing(3, classes);
        var smooth = windows.Select(smoothing.Next).ToArray();
        float?[] wanted = [0.9f, 0.5f, null, 0.15f, 0.4f, 0.6f];
        Assert.Equal(windows.Select(window => window.Start), smooth.Select(window => window.Start));
        foreach (var (expected, window) in wanted.Zip(smooth))
        {
            Assert.Equal(expected is null, window.Prediction is null);
            if (expected is not { } mean)
                continue;
            Assert.Equal(mean, window.Prediction!.Probabilities[0], 1e-6f);
            Assert.Equal(mean >= 0.5f ? "a" : "b", window.Prediction.Label);
        }

        var off = new TrailingSmoothing(1, classes);
        Assert.Equal(windows, windows.Select(off.Next));
    }

    [Theory]
    [InlineData(-49.9, true)]
    [InlineData(-50.3, false)]
    public void A_clip_is_silent_where_no_50_ms_are_louder(double decibel, bool isSilent)
    {
        // 50 ms at -50.1 dB of full scale, at the end of a second of nothing.
        var samples = new short[16_000];
        samples.AsSpan(15_200).Fill((short)Math.Round(32_768 * Math.Pow(10, -50.1 / 20)));
        var clip = Waveform.FromPcm16(16_000, samples);
        var floats = new float[samples.Length];
        clip.CopyTo(floats);
        Assert.Equal(isSilent, Silence.In(clip, decibel));
        Assert.Equal(isSilent, Silence.In(Waveform.FromFloat(16_000, floats), decibel));
        Assert.Equal(isSilent, Silence.In(floats, 16_000, decibel));
    }
}
