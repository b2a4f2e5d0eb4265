using EmotionGpu.Features.Augment;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.SpecAugment;
using EmotionGpu.Features.Tests.Oracle;

namespace EmotionGpu.Features.Tests.Devices;

/// <content>The network's input and masks.</content>
public abstract partial class FeatureBackendTests
{
    [Theory]
    [InlineData(128, 130)]
    [InlineData(1, 2)]
    [InlineData(40, 33)]
    public void Crops_agree_with_the_oracle(int mels, int cropFrames)
    {
        using var backend = Open(new LogMelOptions { NMels = mels });
        int[] lengths = [1, cropFrames - 1, cropFrames, cropFrames + 1, 2 * cropFrames];
        var cases = lengths
            .SelectMany(length => new[] { InputOptions.CentredStart(length, cropFrames), 0, length - cropFrames, -1, -cropFrames, length }
                .Select(start => (Clip: Cached(length, mels), Start: start)))
            .ToArray();
        var output = new float[cases.Length * mels * cropFrames];
        backend.NetworkInput([.. cases.Select(c => c.Clip)], Plain([.. cases.Select(c => c.Start)]), new(cropFrames), output);
        foreach (var ((clip, start), actual) in cases.Zip(output.Chunk(mels * cropFrames)))
        {
            var values = Array.ConvertAll(clip.Values.ToArray(), value => (double)value);
            Tolerance.Near(NetworkInputOracle.Compute(values, mels, start, cropFrames), actual, Tolerance.Input);
        }
    }

    [Fact]
    public void Inputs_made_on_several_threads_at_once_are_those_made_alone()
    {
        const int Mels = 16, Frames = 20;
        using var backend = Open(new LogMelOptions { NMels = Mels });
        var batches = Enumerable.Range(0, 6).Select(i => Enumerable.Range(0, 1 + i % 3).Select(k => Cached(25 + i + k, Mels)).ToArray()).ToArray();
        float[] Inputs(LogMelClip[] clips)
        {
            var output = new float[clips.Length * Mels * Frames];
            backend.NetworkInput(clips, Plain([.. clips.Select((_, k) => k)]), new(Frames), output);
            return output;
        }

        var expected = batches.Select(Inputs).ToArray();
        Parallel.For(0, 4 * batches.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => Assert.Equal(expected[i % batches.Length], Inputs(batches[i % batches.Length])));
    }

    [Fact]
    public void A_crop_of_equal_values_is_all_zeros()
    {
        using var backend = Open();
        var values = new Half[128 * 200];
        values.AsSpan().Fill((Half)(-97.3));
        var output = new float[128 * 130];
        backend.NetworkInput([new LogMelClip(values, 128, 200)], Plain([35]), new(130), output);
        Assert.All(output, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Masks_fill_their_rectangles_and_nothing_else()
    {
        using var backend = Open(new LogMelOptions { NMels = 20 });
        const int clips = 3, mels = 20, frames = 30;
        MaskRectangle[] masks =
        [
            new(0, 3, 5, 0, frames), new(0, 6, 4, 0, frames), new(1, 0, mels, 29, 1), new(1, 19, 1, 0, frames),
            new(2, 7, 0, 0, frames), new(2, 0, mels, 4, 0), new(2, 0, 1, 0, 1),
        ];
        var cached = Enumerable.Range(frames, clips).Select(length => Cached(length, mels)).ToArray();
        int[] starts = [0, -4, 2];
        var expected = new float[clips * mels * frames];
        backend.NetworkInput(cached, Plain(starts), new(frames), expected);
        foreach (var mask in masks)
        {
            for (var i = 0; i < expected.Length; i++)
            {
                var (clip, mel, frame) = (i / (mels * frames), i / frames % mels, i % frames);
                if (clip == mask.Clip && mel >= mask.MelStart && mel < mask.MelStart + mask.MelCount
                    && frame >= mask.FrameStart && frame < mask.FrameStart + mask.FrameCount)
                    expected[i] = -7;
            }
        }

        var masked = new float[expected.Length];
        backend.NetworkInput(cached, Plain(starts, masks, fill: -7), new(frames), masked);
        Assert.Equal(expected, masked);
    }

    /// <summary>Crops that begin with given frames, nothing bent.</summary>
    protected static BatchDraws Plain(int[] starts, MaskRectangle[]? masks = null, float fill = 0) =>
        new() { Clips = Array.ConvertAll(starts, start => new AugmentDraw(start)), Masks = masks, Fill = fill };

    private static LogMelClip Cached(int frames, int mels)
    {
        var random = new Random(frames);
        var values = new Half[mels * frames];
        for (var i = 0; i < values.Length; i++)
            values[i] = (Half)(-100 + 120 * random.NextDouble());
        return new LogMelClip(values, mels, frames);
    }
}
