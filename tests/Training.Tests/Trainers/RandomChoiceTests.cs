using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Tests.Trainers;

public sealed class RandomChoiceTests
{
    [Fact]
    public void A_shuffled_epoch_has_each_clip_once_and_hangs_on_seed_and_epoch()
    {
        var order = ClipSampler.Shuffled(500, seed: 3, epoch: 1);
        Assert.Equal(Enumerable.Range(0, 500), order.Order());
        Assert.Equal(order, ClipSampler.Shuffled(500, seed: 3, epoch: 1));
        Assert.NotEqual(order, ClipSampler.Shuffled(500, seed: 3, epoch: 2));
        Assert.NotEqual(order, ClipSampler.Shuffled(500, seed: 4, epoch: 1));
    }

    [Fact]
    public void A_balanced_epoch_draws_each_class_equally_often()
    {
        var labels = Enumerable.Range(0, 4000).Select(i => i < 3600 ? 0 : i < 3960 ? 1 : 2).ToArray();
        var counts = ClipSampler.Balanced(labels, seed: 1, epoch: 1).CountBy(clip => labels[clip]).ToDictionary();
        Assert.All([0, 1, 2], label => Assert.InRange(counts[label], 1333 - 150, 1333 + 150)); // 5 standard deviations
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(1.0)]
    [InlineData(0.01)]
    [InlineData(1.5)]
    [InlineData(50)]
    public void Mixups_lambda_has_the_moments_of_its_distribution(double alpha)
    {
        var lambdas = Enumerable.Range(0, 20_000).Select(step => MixupDraw.Draw(alpha, 1, seed: 5, epoch: 1, step).Lambda).ToArray();
        Assert.All(lambdas, lambda => Assert.InRange(lambda, 0, 1));
        var mean = lambdas.Average();
        Assert.Equal(0.5, mean, 0.02);
        Assert.Equal(1 / (4 * (2 * alpha + 1)), lambdas.Average(lambda => (lambda - mean) * (lambda - mean)), 0.01);
    }

    [Fact]
    public void Mixups_partners_are_a_permutation() =>
        Assert.Equal(Enumerable.Range(0, 16).Select(i => (long)i), MixupDraw.Draw(0.2, 16, seed: 5, epoch: 1, step: 0).Partner.Order());
}
