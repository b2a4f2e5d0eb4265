using EmotionGpu.Features.Audio;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.Tests.Oracle;

namespace EmotionGpu.Features.Tests.Devices;

/// <content>Resampling.</content>
public abstract partial class FeatureBackendTests
{
    [Theory]
    [InlineData(48_000, 22_050)]
    [InlineData(44_100, 22_050)]
    [InlineData(22_050, 22_050)]
    [InlineData(16_000, 22_050)]
    [InlineData(8_000, 22_050)]
    [InlineData(24_000, 16_000)]
    [InlineData(16_000, 8_000)]
    [InlineData(384_000, 8_000)]
    [InlineData(4_000, 48_000)]
    [InlineData(44_101, 22_050)]
    public void Resampled_clips_agree_with_the_oracle(int sourceRate, int targetRate)
    {
        using var backend = Open(new LogMelOptions { SampleRate = targetRate });
        foreach (var pcm16 in new[] { true, false })
        {
            var clip = TestSignals.Record(seed: 1, sourceRate, LongClip / 2, pcm16);
            var expected = ResamplingOracle.Resample(clip.Samples(), sourceRate, targetRate);
            Tolerance.Near(expected, backend.Resample([clip])[0], Tolerance.Resampled);
        }
    }

    [Fact]
    public void Clips_of_mixed_rates_and_lengths_are_resampled_in_one_call()
    {
        using var backend = Open();
        int[] rates = [48_000, 16_000, 22_050, 44_100, 8_000];
        int[] lengths = [1, 2, 7, 100, LongClip / 4];
        var clips = rates
            .SelectMany(rate => lengths.Select((length, i) => TestSignals.Record(i + 1, rate, length, pcm16: i % 2 == 0)))
            .ToArray();
        var resampled = backend.Resample(clips);
        Assert.Equal(clips.Length, resampled.Length);
        foreach (var (clip, actual) in clips.Zip(resampled))
            Tolerance.Near(ResamplingOracle.Resample(clip.Samples(), clip.SampleRate, 22_050), actual, Tolerance.Resampled);
    }

    [Fact]
    public void A_full_scale_square_wave_is_resampled_without_clipping()
    {
        using var backend = Open();
        var square = Enumerable.Range(0, 2000).Select(i => i / 50 % 2 == 0 ? short.MaxValue : short.MinValue).ToArray();
        var clip = Waveform.FromPcm16(48_000, square);
        var expected = ResamplingOracle.Resample(clip.Samples(), 48_000, 22_050);
        Assert.True(expected.Max() > 1.05);
        Tolerance.Near(expected, backend.Resample([clip])[0], Tolerance.Resampled);
    }

    [Fact]
    public void No_clips_give_no_results()
    {
        using var backend = Open();
        Assert.Empty(backend.Resample([]));
        Assert.Empty(backend.LogMel([]));
        backend.LogMel([], []);
    }
}
