using CsCheck;
using EmotionGpu.Features.Audio;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.Tests.Oracle;

namespace EmotionGpu.Features.Tests.Devices;

/// <content>Log-mel.</content>
public abstract partial class FeatureBackendTests
{
    /// <summary>Any front end with a clip for it: options, samples, seed.</summary>
    protected static readonly Gen<(LogMelOptions Options, int Samples, int Seed)> AnyFrontEnd =
        from fft in Gen.Int[8, 12].Select(bits => 1 << bits)
        from hop in Gen.OneOf(Gen.Const(1), Gen.Const(fft), Gen.Int[1, fft], Gen.Int[fft / 8, fft])
        from frames in Gen.Int[1, 40]
        from mels in Gen.OneOf(Gen.Int[1, 256], Gen.Const(1), Gen.Const(256))
        from rate in Gen.OneOf(Gen.Const(8_000), Gen.Const(16_000), Gen.Const(22_050), Gen.Const(48_000))
        from low in Gen.Double[0, 1_000]
        from high in Gen.Double[2_000, rate / 2.0]
        from window in Gen.Enum<WindowKind>()
        from scale in Gen.Enum<MelScale>()
        from norm in Gen.Enum<MelNorm>()
        from power in Gen.Int[1, 2]
        from centre in Gen.Bool
        from seed in Gen.Int[0, 1_000_000]
        let options = new LogMelOptions
        {
            SampleRate = rate,
            NFft = fft,
            HopLength = hop,
            NMels = mels,
            FMin = low,
            FMax = high,
            Window = window,
            MelScale = scale,
            MelNorm = norm,
            Power = power,
            // Centred clips have at least fft/2 samples: with a tiny hop, more frames than the oracle can do in a test's time.
            Center = centre && hop >= fft / 32,
        }
        select (options, frames * hop, seed);

    [Fact]
    public void Log_mel_agrees_with_the_oracle_for_any_options()
    {
        Require();
        AnyFrontEnd.Sample(
            front =>
            {
                using var backend = Open(front.Options);
                var clip = TestSignals.Record(front.Seed, front.Options.SampleRate, front.Samples, pcm16: front.Seed % 2 == 0);
                AssertLogMel(clip, front.Options, backend.LogMel([clip])[0]);
            },
            iter: Cases, threads: 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1025)]
    public void Short_clips_are_padded_and_reflected(int samples)
    {
        foreach (var centre in new[] { true, false })
        {
            var options = new LogMelOptions { Center = centre };
            using var backend = Open(options);
            var clip = TestSignals.Record(seed: 3, options.SampleRate, samples, pcm16: false);
            AssertLogMel(clip, options, backend.LogMel([clip])[0]);
        }
    }

    [Fact]
    public void A_hop_of_one_sample_works_with_centred_frames()
    {
        var options = new LogMelOptions { NFft = 256, HopLength = 1, NMels = 40, SampleRate = 16_000 };
        using var backend = Open(options);
        var clip = TestSignals.Record(seed: 4, options.SampleRate, 131, pcm16: true);
        AssertLogMel(clip, options, backend.LogMel([clip])[0]);
    }

    [Fact]
    public void A_batch_of_mixed_clips_gives_what_each_gives_alone()
    {
        using var backend = Open();
        var clips = new[] { (48_000, LongClip), (16_000, 300), (22_050, LongClip / 3), (44_100, 1), (48_000, LongClip / 2), (8_000, 999) }
            .Select((clip, i) => TestSignals.Record(i + 10, clip.Item1, clip.Item2, pcm16: i % 2 == 0))
            .ToArray();
        foreach (var (clip, actual) in clips.Zip(backend.LogMel(clips)))
        {
            AssertLogMel(clip, backend.Options, actual);
            Assert.Equal(backend.LogMel([clip])[0], actual);
        }
    }

    [Fact]
    public void Cached_values_are_the_nearest_float16()
    {
        using var backend = Open();
        var clips = new[] { LongClip, 1, 700 }.Select(length => TestSignals.Record(seed: 20, 48_000, length, pcm16: true)).ToArray();
        var values = backend.LogMel(clips);
        var cached = Array.ConvertAll(values, value => new Half[value.Length]);
        backend.LogMel(clips, Array.ConvertAll(cached, half => half.AsMemory()));
        for (var i = 0; i < clips.Length; i++)
        {
            foreach (var (value, half) in values[i].Zip(cached[i]))
                Assert.InRange(Math.Abs((double)half - value), 0, (double)(Half.BitIncrement(Half.Abs(half)) - Half.Abs(half)) / 2 + 1e-5);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Silence_is_the_floor(int power)
    {
        using var backend = Open(new LogMelOptions { Power = power });
        var silence = backend.LogMel([Waveform.FromPcm16(48_000, new short[5_000])])[0];
        Assert.All(silence, value => Assert.Equal(power == 2 ? -100 : -200, value, 4e-5f));
    }

    private static void AssertLogMel(Waveform clip, LogMelOptions options, float[] actual)
    {
        var samples = ResamplingOracle.Resample(clip.Samples(), clip.SampleRate, options.SampleRate);
        Assert.Equal(options.NMels * options.FrameCount(samples.Length), actual.Length);
        Tolerance.NearLogMel(LogMelOracle.Compute(samples, options), actual);
    }
}
