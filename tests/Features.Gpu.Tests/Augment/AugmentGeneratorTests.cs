using EmotionGpu.Features.Augment;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Features.Tests.Augment;

public sealed class AugmentGeneratorTests
{
    private const int Mels = 128, Crop = 130, Clip = 180, Draws = 20_000;

    private static readonly AugmentOptions Options =
        new() { TimeWarp = 0.15, MelWarp = 0.08, MelShift = 4, GainDecibel = 6, NoiseDecibel = -25 };

    [Fact]
    public void Draws_depend_on_seed_epoch_and_clip_alone()
    {
        var (draw, gains) = Draw(Options, seed: 1, epoch: 2, clip: 3);
        Assert.Equal(draw, Draw(Options, seed: 1, epoch: 2, clip: 3).Draw);
        Assert.Equal(gains, Draw(Options, seed: 1, epoch: 2, clip: 3).Gains);
        foreach (var (seed, epoch, clip) in new[] { (2, 2, 3), (1, 3, 3), (1, 2, 4), (1, 3, 2) })
        {
            var (other, otherGains) = Draw(Options, (ulong)seed, epoch, clip);
            Assert.NotEqual(draw.FrameStep, other.FrameStep);
            Assert.NotEqual(draw.MelStart, other.MelStart);
            Assert.NotEqual(draw.NoiseDecibel, other.NoiseDecibel);
            Assert.NotEqual(gains, otherGains);
        }
    }

    [Fact]
    public void Nothing_is_bent_where_everything_is_0()
    {
        for (var clip = 0; clip < 200; clip++)
        {
            var (plain, _) = Draw(null, seed: 1, epoch: 1, clip, frames: 100 + clip);
            var (zeros, gains) = Draw(new AugmentOptions(), seed: 1, epoch: 1, clip, frames: 100 + clip);
            Assert.Equal(plain, zeros);
            Assert.Equal(new AugmentDraw(plain.Start), plain);
            Assert.All(gains, gain => Assert.Equal(0, gain));
            Assert.Equal(plain.Start, Math.Floor(plain.Start));
        }
    }

    [Fact]
    public void An_option_changes_its_own_draw_and_no_other()
    {
        var (all, _) = Draw(Options, seed: 4, epoch: 1, clip: 9);
        var (quiet, _) = Draw(Options with { NoiseDecibel = 0 }, seed: 4, epoch: 1, clip: 9);
        Assert.Equal(all with { NoiseDecibel = double.NegativeInfinity, NoiseSlope = 0 }, quiet);
        var (unwarped, _) = Draw(Options with { MelWarp = 0, MelShift = 0 }, seed: 4, epoch: 1, clip: 9);
        Assert.Equal(all with { MelStart = 0, MelStep = 1 }, unwarped);
        var (whole, _) = Draw(Options with { TimeWarp = 0 }, seed: 4, epoch: 1, clip: 9);
        Assert.Equal(all with { Start = Draw(null, seed: 4, epoch: 1, clip: 9).Draw.Start, FrameStep = 1 }, whole);
    }

    [Fact]
    public void Draws_are_uniform_within_their_bounds()
    {
        var draws = Enumerable.Range(0, Draws).Select(clip => Draw(Options, seed: 7, epoch: 1, clip).Draw).ToArray();
        Uniform(draws.Select(draw => draw.FrameStep), 0.85, 1.15);
        Uniform(draws.Select(draw => 1 / draw.MelStep), 0.92, 1.08);
        // The middle of the crop's bands, 63.5, shows what was shift/stretch bands from the clip's middle.
        Uniform(draws.Select(draw => (63.5 - (draw.MelStart + 63.5 * draw.MelStep)) / draw.MelStep), -4, 4);
        Uniform(draws.Select(draw => draw.NoiseDecibel), -65, -25);
        Uniform(draws.Select(draw => draw.NoiseSlope * (Mels - 1)), -20, 20);
    }

    [Fact]
    public void A_crop_lies_anywhere_inside_its_clip_and_a_shorter_clip_in_its_middle()
    {
        var shares = new List<double>();
        for (var clip = 0; clip < Draws; clip++)
        {
            var draw = Draw(Options, seed: 3, epoch: 1, clip).Draw;
            var slack = Clip - 1 - (Crop - 1) * draw.FrameStep;
            Assert.InRange(draw.Start, 0, slack);
            shares.Add(draw.Start / slack);

            var shorter = Draw(Options, seed: 3, epoch: 1, clip, frames: 90).Draw;
            Assert.Equal((90 - 1) / 2.0, shorter.Start + (Crop - 1) / 2.0 * shorter.FrameStep, 1e-9);
        }

        Uniform(shares, 0, 1);
        var whole = Enumerable.Range(0, Draws).Select(clip => Draw(null, seed: 3, epoch: 1, clip).Draw.Start).ToArray();
        Assert.Equal(Enumerable.Range(0, Clip - Crop + 1).Select(start => (double)start), whole.Distinct().Order());
        Assert.Equal((Clip - Crop) / 2.0, whole.Average(), 0.5);
        Assert.Equal(InputOptions.CentredStart(91, Crop), Draw(null, seed: 3, epoch: 1, clip: 0, frames: 91).Draw.Start);
    }

    [Fact]
    public void A_response_stays_within_its_bound_is_centred_and_has_no_edge()
    {
        var responses = Enumerable.Range(0, Draws).Select(clip => Draw(Options, seed: 8, epoch: 1, clip).Gains).ToArray();
        Assert.All(responses, gains => Assert.InRange(gains.Max(Math.Abs), 0, 6));
        // A knot's gain is uniform; the ends are knots.
        Uniform(responses.Select(gains => (double)gains[0]), -6, 6);
        Uniform(responses.Select(gains => (double)gains[^1]), -6, 6);
        Assert.Equal(0, responses.Average(gains => gains[40]), 0.15);
        // The narrowest piece is a quarter of a fifth of 127 bands; over it a gain can change by 12 dB.
        var steepest = responses.Max(gains => gains.Zip(gains[1..], (a, b) => Math.Abs(b - a)).Max());
        Assert.InRange(steepest, 1, 12 / (0.25 * 127 / 5) + 1e-4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Few_bands_can_be_bent(int mels)
    {
        for (var clip = 0; clip < 200; clip++)
        {
            var gains = new float[mels];
            var draw = AugmentGenerator.Draw(Options, 1, 1, clip, (50, mels, 40), gains);
            Assert.All(gains, gain => Assert.InRange(gain, -6, 6));
            Assert.True(double.IsFinite(draw.MelStart) && double.IsFinite(draw.NoiseSlope));
        }
    }

    // Moments within 5 standard errors, and nothing outside; the ends are nearly reached.
    private static void Uniform(IEnumerable<double> values, double low, double high)
    {
        var shares = values.Select(value => (value - low) / (high - low)).ToArray();
        Assert.InRange(shares.Min(), -1e-9, 0.002);
        Assert.InRange(shares.Max(), 0.998, 1 + 1e-9);
        Assert.Equal(0.5, shares.Average(), 5 * Math.Sqrt(1.0 / 12 / shares.Length));
        Assert.Equal(1.0 / 12, shares.Average(share => (share - 0.5) * (share - 0.5)), 5 * Math.Sqrt(1.0 / 180 / shares.Length));
    }

    private static (AugmentDraw Draw, float[] Gains) Draw(AugmentOptions? options, ulong seed, int epoch, int clip, int frames = Clip)
    {
        var gains = new float[Mels];
        return (AugmentGenerator.Draw(options, seed, epoch, clip, (frames, Mels, Crop), gains), gains);
    }
}
