using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Features.Tests.LogMel;

public sealed class MelFilterbankTests
{
    [Theory]
    [InlineData(MelScale.Htk, 1000, 999.9855)]
    [InlineData(MelScale.Htk, 11_025, 3176.3184)]
    [InlineData(MelScale.Slaney, 500, 7.5)]
    [InlineData(MelScale.Slaney, 1000, 15)]
    [InlineData(MelScale.Slaney, 6400, 42)]
    public void Mel_values_are_the_published_ones(MelScale scale, double hertz, double mel)
    {
        Assert.Equal(mel, MelFilterbank.ToMel(hertz, scale), 1e-3);
        Assert.Equal(hertz, MelFilterbank.ToHertz(MelFilterbank.ToMel(hertz, scale), scale), 1e-8);
    }

    [Fact]
    public void Neighbouring_bands_share_each_bin_between_their_centres_wholly()
    {
        var bank = new MelFilterbank(new LogMelOptions());
        var sums = new double[bank.Bins];
        for (var mel = 0; mel < bank.Mels; mel++)
        {
            for (var i = 0; i < bank.BinCount[mel]; i++)
                sums[bank.FirstBin[mel] + i] += bank.Weights[bank.Offset[mel] + i];
        }

        // Below the first and above the last centre only one band reaches.
        Assert.All(sums[2..500], sum => Assert.Equal(1, sum, 1e-6));
    }

    [Fact]
    public void Bands_narrower_than_a_bin_may_be_empty()
    {
        var bank = new MelFilterbank(new LogMelOptions { NFft = 256, NMels = 256 });
        Assert.Contains(0, bank.BinCount);
        Assert.Equal(bank.Weights.Length, bank.BinCount.Sum());
    }
}
