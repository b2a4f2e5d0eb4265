using EmotionGpu.Features.Audio;

namespace EmotionGpu.Features.Tests.Audio;

public sealed class WavReaderEncodingTests
{
    private static readonly double[] Samples = [0, 0.5, -0.5, 0.999, -1, 1.0 / 3, -0.001, 0.25, 0.75, -0.125, 0.1, -0.9];

    public static TheoryData<string, double> Encodings => new()
    {
        { "pcm8", 1.0 / 128 }, { "pcm16", 1.0 / 32768 }, { "pcm24", 1.0 / 8388608 }, { "pcm32", 1e-7 }, { "float32", 1e-7 }, { "float64", 1e-7 },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Mono_samples_come_back_within_the_encodings_step(string encoding, double step)
    {
        foreach (var extensible in new[] { false, true })
        {
            var waveform = WavReader.Parse(WavBuilder.Encoded(encoding, 16_000, 1, Samples, extensible), "a.wav");

            Assert.Equal(16_000, waveform.SampleRate);
            AssertClose(Samples, waveform, step);
        }
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Channels_are_averaged(string encoding, double step)
    {
        foreach (var channels in new[] { 2, 3, 6 })
        {
            var expected = Samples.Chunk(channels).Select(frame => frame.Average()).ToArray();

            AssertClose(expected, WavReader.Parse(WavBuilder.Encoded(encoding, 48_000, channels, Samples), "a.wav"), step);
        }
    }

    [Fact]
    public void Mono_pcm16_stays_int16_and_everything_else_is_float()
    {
        Assert.Equal([1, -32768, 32767], WavReader.Parse(WavBuilder.Pcm16(8_000, 1, 1, -32768, 32767), "a.wav").Pcm16.ToArray());
        Assert.False(WavReader.Parse(WavBuilder.Pcm16(8_000, 2, 1, 2, 3, 4), "a.wav").IsPcm16);
        Assert.Equal([1.5f / 32768, 3.5f / 32768], WavReader.Parse(WavBuilder.Pcm16(8_000, 2, 1, 2, 3, 4), "a.wav").Samples.ToArray());
    }

    [Fact]
    public void Integers_are_exact_to_their_ends()
    {
        var pcm8 = new WavBuilder().Format(1, 1, 8_000, 8).Data([0, 128, 255]).ToArray();
        var pcm24 = new WavBuilder().Format(1, 1, 8_000, 24).Data([0, 0, 0x80, 0xFF, 0xFF, 0x7F, 1, 0, 0, 0xFF, 0xFF, 0xFF]).ToArray();

        Assert.Equal([-1f, 0f, 127f / 128], WavReader.Parse(pcm8, "a.wav").Samples.ToArray());
        Assert.Equal([-1f, 8388607f / 8388608, 1f / 8388608, -1f / 8388608], WavReader.Parse(pcm24, "a.wav").Samples.ToArray());
    }

    [Fact]
    public void Fewer_valid_bits_than_the_container_has_are_its_high_bits()
    {
        var file = new WavBuilder().Extensible(1, 1, 48_000, 24, validBits: 20).Data([0, 0, 0x40]).ToArray();

        Assert.Equal([0.5f], WavReader.Parse(file, "a.wav").Samples.ToArray());
    }

    [Fact]
    public void Float_samples_above_full_scale_are_kept()
    {
        Assert.Equal([2.5f, -30000f], WavReader.Parse(WavBuilder.Encoded("float32", 8_000, 1, [2.5, -30000]), "a.wav").Samples.ToArray());
    }

    [Theory]
    [InlineData(4_000)]
    [InlineData(22_050)]
    [InlineData(384_000)]
    public void Rates_from_4_to_384_kHz_are_read(int rate) =>
        Assert.Equal(rate, WavReader.Parse(WavBuilder.Pcm16(rate, 1, 1, 2), "a.wav").SampleRate);

    [Fact]
    public void Thousands_of_channels_are_averaged()
    {
        var samples = Enumerable.Range(0, 20_000).Select(i => (short)(i % 100)).ToArray();

        var waveform = WavReader.Parse(WavBuilder.Pcm16(8_000, 10_000, samples), "a.wav");

        Assert.Equal([49.5f / 32768, 49.5f / 32768], waveform.Samples.ToArray());
    }

    private static void AssertClose(double[] expected, Waveform actual, double tolerance)
    {
        var samples = new float[actual.Length];
        actual.CopyTo(samples);
        Assert.Equal(expected.Length, samples.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.InRange(samples[i], expected[i] - tolerance, expected[i] + tolerance);
    }
}
