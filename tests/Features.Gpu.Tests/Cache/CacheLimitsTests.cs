using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Cache;
using EmotionGpu.Features.Devices.Cpu;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.Tests.Audio;

namespace EmotionGpu.Features.Tests.Cache;

/// <summary>One recording that is too long must not cost the build of all the others.</summary>
public sealed class CacheLimitsTests
{
    [Fact]
    public void A_tensor_above_the_bound_is_refused_and_the_rest_goes_on()
    {
        using var folders = new CacheFolders().WithClips(4);
        var backend = new CountingBackend();

        // 2 mels, 3 to 6 frames of 2 bytes.
        var result = folders.Build(backend, CacheFolders.FourAShard with { TensorBytes = 16 });

        Assert.Equal((2, 2), (backend.Computed, result.Entries.Count));
        Assert.Equal(["actor/clip-02.wav", "actor/clip-03.wav"], result.Refused.Select(refused => refused.Path));
        Assert.All(result.Refused, refused => Assert.Contains("at most 16 are supported; cut the recording", refused.Reason));
    }

    [Fact]
    public void A_recording_that_resampling_makes_too_long_is_refused()
    {
        using var folders = new CacheFolders().WithClips(1);
        folders.AddFile("long.wav", WavBuilder.Pcm16(4_000, 1, new short[WavReader.MaxSamples / 96 + 1]));
        var backend = new CountingBackend(new LogMelOptions { SampleRate = 384_000, NMels = 1, NFft = 4096, HopLength = 4096 });

        var result = folders.Build(backend);

        Assert.Equal("long.wav", Assert.Single(result.Refused).Path);
        Assert.Contains("samples at 384000 Hz: at most 268435456", result.Refused[0].Reason);
        Assert.Equal(1, result.Written);
    }

    [Fact]
    public void A_recording_of_too_many_samples_is_refused_before_it_is_decoded()
    {
        var header = new WavBuilder().Format(1, 1, 8_000, 8).Data([], WavReader.MaxSamples + 1).ToArray();
        // Zeros that nobody touches take no memory.
        var file = new byte[header.Length + WavReader.MaxSamples + 1];
        header.CopyTo(file, 0);

        Assert.Contains("268435457 samples at 8000 Hz", Assert.Throws<AudioFormatException>(() => WavReader.Parse(file, "a.wav")).Problem);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData((long)int.MaxValue + 4096)]
    public void A_buffer_beyond_what_an_array_holds_is_out_of_memory_and_not_of_numbers(long length) =>
        Assert.Throws<InsufficientMemoryException>(() => new AlignedBuffer<float>(length));

    [Fact]
    public void Bounds_are_checked()
    {
        Assert.Throws<ArgumentException>(() => new CacheBuildOptions { TensorBytes = 0 }.Validate());
        Assert.Throws<ArgumentException>(() => new CacheBuildOptions { TensorBytes = 1L << 31 }.Validate());
    }
}
