using EmotionGpu.Training.Metrics;

namespace EmotionGpu.Training.Tests.Metrics;

public class ClassWeightsTests
{
    [Fact]
    public void Weights_agree_with_scikit_learn()
    {
        // golden-metrics.py beside this file.
        double[] golden = [1.85197368421, 0.925986842105, 0.925986842105, 0.938333333333, 0.925986842105, 0.925986842105, 1.00535714286, 0.925986842105];
        var weights = ClassWeights.Compute([76, 152, 152, 150, 152, 152, 140, 152], clip: 3);
        for (var i = 0; i < golden.Length; i++)
            Assert.Equal(golden[i], weights[i], 1e-11);
    }

    [Fact]
    public void A_rare_class_is_clipped_at_a_multiple_of_the_smallest_weight()
    {
        var weights = ClassWeights.Compute([100, 50, 10], clip: 3);
        Assert.Equal(2, weights[1] / weights[0], 1e-12);
        Assert.Equal(3, weights[2] / weights[0], 1e-12);
    }

    [Fact]
    public void A_class_without_clips_weighs_0_and_leaves_the_others_as_if_it_did_not_exist()
    {
        var weights = ClassWeights.Compute([30, 0, 10], clip: 3);
        var without = ClassWeights.Compute([30, 10], clip: 3);
        Assert.Equal([without[0], 0, without[1]], weights);
    }

    [Fact]
    public void Without_clips_every_weight_is_0() => Assert.Equal([0.0, 0.0], ClassWeights.Compute([0, 0], clip: 3));
}
