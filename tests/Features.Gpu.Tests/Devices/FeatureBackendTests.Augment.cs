using EmotionGpu.Features.Augment;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.SpecAugment;
using EmotionGpu.Features.Tests.Oracle;

namespace EmotionGpu.Features.Tests.Devices;

/// <content>Training's input: warps, gains, noise, floor, mixup.</content>
public abstract partial class FeatureBackendTests
{
    private static readonly AugmentOptions Strong =
        new() { TimeWarp = 0.15, MelWarp = 0.08, MelShift = 3, GainDecibel = 6, NoiseDecibel = -20 };

    /// <summary>Draws of every kind, alone and together, and further out than any option goes.</summary>
    public static TheoryData<string, AugmentDraw, double, double> Bends { get; } = new()
    {
        { "slower", new AugmentDraw(1.25) { FrameStep = 0.85 }, 0, 0 },
        { "faster", new AugmentDraw(0.6) { FrameStep = 1.15 }, 0, 0 },
        { "half a frame along", new AugmentDraw(0.5), 0, 0 },
        { "over both edges", new AugmentDraw(-7.3) { FrameStep = 2.1 }, 0, 0 },
        { "past the end", new AugmentDraw(1000), 0, 0 },
        { "nearly standing", new AugmentDraw(3) { FrameStep = 0.01 }, 0, 0 },
        { "leaping", new AugmentDraw(0) { FrameStep = 9.7 }, 0, 0 },
        { "longer tract", new AugmentDraw(0) { MelStart = 1.7, MelStep = 0.9 }, 0, 0 },
        { "shifted off the bands", new AugmentDraw(2) { MelStart = -300, MelStep = 1.08 }, 0, 0 },
        { "bands leapt over", new AugmentDraw(2) { MelStart = 0.3, MelStep = 5 }, 0, 0 },
        { "both axes", new AugmentDraw(0.9) { FrameStep = 1.07, MelStart = -2.1, MelStep = 1.05 }, 0, 0 },
        { "gains", new AugmentDraw(-3), 6, 0 },
        { "floor", new AugmentDraw(-3), 0, 40 },
        { "a floor just below the peak", new AugmentDraw(1), 0, 6 },
        { "quiet noise", new AugmentDraw(-3) { NoiseDecibel = -60 }, 0, 0 },
        { "sloping noise", new AugmentDraw(0) { NoiseDecibel = -30, NoiseSlope = 0.15 }, 0, 0 },
        { "noise far below everything", new AugmentDraw(0) { NoiseDecibel = -500 }, 0, 0 },
        { "everything", new AugmentDraw(-4.4) { FrameStep = 0.93, MelStart = 2.3, MelStep = 0.94, NoiseDecibel = -35, NoiseSlope = -0.1 }, 9, 60 },
    };

    [Theory, MemberData(nameof(Bends))]
    public void Bent_crops_agree_with_the_oracle(string bend, AugmentDraw draw, double gain, double floor)
    {
        const int mels = 40, frames = 33;
        using var backend = Open(new LogMelOptions { NMels = mels });
        LogMelClip[] clips = [.. new[] { 1, 2, frames - 1, frames, 2 * frames }.Select(length => Cached(length, mels))];
        var draws = new BatchDraws { Clips = [.. clips.Select(_ => draw)], Gains = Gains(gain, clips.Length * mels) };
        var output = new float[clips.Length * mels * frames];
        Assert.NotEmpty(bend);
        foreach (var form in new CropForm[] { new(frames, (float)floor), new(frames, (float)floor, Standardisation.Fixed) })
        {
            backend.NetworkInput(clips, draws, form, output);
            NearOracle(clips, draws, form, output);
        }
    }

    [Fact]
    public void Drawn_crops_agree_with_the_oracle_masked_and_mixed()
    {
        var (mels, frames, count) = FullSize ? (128, 130, 24) : (20, 30, 5);
        using var backend = Open(new LogMelOptions { NMels = mels });
        var (clips, gains) = (new LogMelClip[count], new float[count * mels]);
        var (drawn, masks, options) = (new AugmentDraw[count], new MaskRectangle[4 * count], new SpecAugmentOptions { Fill = 0.5f });
        for (var i = 0; i < count; i++)
        {
            clips[i] = Cached(frames - 10 + 3 * i, mels);
            drawn[i] = AugmentGenerator.Draw(Strong, 5, 1, i, (clips[i].Frames, mels, frames), gains.AsSpan(i * mels, mels));
            MaskGenerator.Draw(options, 5, 1, i, i, mels, frames, masks.AsSpan(4 * i, 4));
        }

        Array.Reverse(masks);
        int[] partners = [.. Enumerable.Range(0, count).Select(i => i % 4 == 0 ? i : (i * 7 + 3) % count)];
        var draws = new BatchDraws { Clips = drawn, Gains = gains, Masks = masks, Fill = 0.5f, Partners = partners, Lambda = 0.3 };
        var output = new float[count * mels * frames];
        foreach (var form in new CropForm[] { new(frames, 80), new(frames, 80, Standardisation.Fixed) })
        {
            backend.NetworkInput(clips, draws, form, output);
            NearOracle(clips, draws, form, output);
        }
    }

    [Fact]
    public void What_changes_nothing_changes_no_bit()
    {
        using var backend = Open(new LogMelOptions { NMels = 20 });
        LogMelClip[] clips = [Cached(12, 20), Cached(30, 20), Cached(61, 20)];
        float[] Input(BatchDraws draws, float floor)
        {
            var output = new float[clips.Length * 20 * 30];
            backend.NetworkInput(clips, draws, new(30, floor), output);
            return output;
        }

        var plain = Input(Plain([-9, 0, 17]), 0);
        AugmentDraw[] spelledOut = [.. new[] { -9, 0, 17 }.Select(start => new AugmentDraw(start) { FrameStep = 1, MelStart = 0, MelStep = 1 })];
        Assert.Equal(plain, Input(new() { Clips = spelledOut, Gains = new float[60] }, 0));
        Assert.Equal(plain, Input(new() { Clips = spelledOut, Partners = [2, 0, 1], Lambda = 1 }, 0));
        // The clips' peaks are near 20 dB, and the padding is 120 below them.
        Assert.Equal(plain, Input(Plain([-9, 0, 17]), 150));
    }

    [Fact]
    public void Loudness_stays_where_the_standardisation_is_fixed_and_goes_where_it_is_the_crops_own()
    {
        using var backend = Open(new LogMelOptions { NMels = 20 });
        var quiet = Cached(30, 20);
        LogMelClip louder = new(Array.ConvertAll(quiet.Values.ToArray(), value => (Half)((float)value + 16)), 20, 30);
        float[] Input(LogMelClip clip, Standardisation standardisation)
        {
            var output = new float[20 * 30];
            backend.NetworkInput([clip], Plain([0]), new(30, 0, standardisation), output);
            return output;
        }

        double Difference(Standardisation standardisation) => Input(louder, standardisation).Zip(Input(quiet, standardisation), (b, a) => (double)b - a).Average();
        Assert.Equal(16 / 21.5, Difference(Standardisation.Fixed), 3);
        Assert.Equal(0, Difference(Standardisation.Crop), 3);
    }

    [Fact]
    public void A_floor_raises_padding_and_silence_alike()
    {
        using var backend = Open(new LogMelOptions { NMels = 2 });
        var values = Array.ConvertAll([-100, -30, -20, -90, -95f, -85], value => (Half)value);
        var output = new float[2 * 5];
        backend.NetworkInput([new LogMelClip(values, 2, 3)], Plain([-1]), new(5, 50), output);
        // The peak is -20 dB: all but the two loud values stand at -70, 40 and 50 below these.
        var floor = output[0];
        Assert.All([1, 4, 5, 6, 7, 8, 9], i => Assert.Equal(floor, output[i]));
        Assert.Equal(40.0 / 50, (output[2] - floor) / (output[3] - floor), 5);
    }

    private static float[] Gains(double largest, int count)
    {
        var random = new Random(2);
        return largest == 0 ? [] : [.. Enumerable.Range(0, count).Select(_ => (float)(largest * (2 * random.NextDouble() - 1)))];
    }

    private static void NearOracle(LogMelClip[] clips, BatchDraws draws, CropForm form, float[] output)
    {
        var (mels, frames) = (clips[0].Mels, form.Frames);
        var clean = new double[clips.Length][];
        for (var i = 0; i < clips.Length; i++)
        {
            var gains = draws.Gains.IsEmpty ? null : Array.ConvertAll(draws.Gains.Slice(i * mels, mels).ToArray(), gain => (double)gain);
            var values = Array.ConvertAll(clips[i].Values.ToArray(), value => (double)value);
            var crop = AugmentOracle.Crop(values, mels, draws.Clips[i], gains, frames, form.FloorDecibel);
            clean[i] = form.Standardisation == Standardisation.Fixed ? [.. crop.Select(x => (x + 38) / 21.5)] : AugmentOracle.Standardise(crop);
        }

        foreach (var mask in draws.Masks)
        {
            for (var i = 0; i < mels * frames; i++)
            {
                var (mel, t) = (i / frames - mask.MelStart, i % frames - mask.FrameStart);
                if (mel >= 0 && mel < mask.MelCount && t >= 0 && t < mask.FrameCount)
                    clean[mask.Clip][i] = draws.Fill;
            }
        }

        for (var i = 0; i < clips.Length; i++)
        {
            var (lambda, partner) = (draws.Lambda, draws.Partners.IsEmpty ? i : draws.Partners[i]);
            var expected = clean[i].Zip(clean[partner], (own, other) => lambda * own + (1 - lambda) * other).ToArray();
            Tolerance.Near(expected, output[(i * mels * frames)..((i + 1) * mels * frames)], Tolerance.Input);
        }
    }
}
