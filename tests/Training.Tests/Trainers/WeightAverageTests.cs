using EmotionGpu.Training.Models;
using EmotionGpu.Training.Trainers;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Tests.Trainers;

public sealed class WeightAverageTests
{
    public WeightAverageTests() => TorchRuntime.Initialize();

    [Fact]
    public void Follows_the_recurrence_with_a_decay_that_grows_to_its_value()
    {
        using var network = new SmallCnn(8);
        var average = new WeightAverage(new SmallCnn(8), 0.3);
        var expected = double.NaN;
        for (var step = 0; step < 6; step++)
        {
            var value = step * step;
            Fill(network, value);
            average.Update(network, step);
            var decay = Math.Min(0.3, (1.0 + step) / (10 + step));
            // At the first step the average's own random weights still count a tenth: they are taken as found.
            expected = step == 0 ? First(average.Network) : decay * expected + (1 - decay) * value;
            Assert.Equal(expected, First(average.Network), 1e-4);
        }
    }

    [Fact]
    public void Running_variances_are_averaged_and_counters_copied()
    {
        using var network = new SmallCnn(8);
        var average = new WeightAverage(new SmallCnn(8), 0.5);
        using (no_grad())
        {
            network.state_dict()["features.bn1.running_var"].fill_(3);
            network.state_dict()["features.bn1.num_batches_tracked"].fill_(7);
        }

        for (var step = 100; step < 140; step++)
            average.Update(network, step);
        Assert.Equal(3, average.Network.state_dict()["features.bn1.running_var"][0].item<float>(), 1e-5);
        Assert.Equal(7, average.Network.state_dict()["features.bn1.num_batches_tracked"].item<long>());
    }

    private static void Fill(EmotionNetwork network, double value)
    {
        using var noGradients = no_grad();
        foreach (var parameter in network.parameters())
            parameter.fill_(value);
    }

    private static double First(EmotionNetwork network) => network.parameters().First().flatten()[0].item<float>();
}
