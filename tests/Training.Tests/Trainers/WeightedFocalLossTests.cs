using EmotionGpu.Training.Models;
using EmotionGpu.Training.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Tests.Trainers;

public sealed class WeightedFocalLossTests
{
    private static readonly double[] Weights = [1, 2, 0.5, 3];
    private static readonly long[] Labels = [0, 3, 1, 2, 3, 3];

    public WeightedFocalLossTests() => TorchRuntime.Initialize();

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void Without_the_focal_factor_it_is_torchs_cross_entropy(double smoothing)
    {
        var scores = randn(6, 4, generator: new Generator(7));
        using var loss = new WeightedFocalLoss(Weights, smoothing, gamma: 0, CPU);
        var expected = nn.functional.cross_entropy(
            scores, tensor(Labels), tensor(Weights.Select(w => (float)w).ToArray()), label_smoothing: smoothing);
        Assert.Equal(expected.item<float>(), loss.Compute(scores, tensor(Labels)).item<float>(), 1e-6);
    }

    [Fact]
    public void The_focal_factor_follows_its_formula()
    {
        float[,] values = { { 1, 0, -1, 2 }, { 0.5f, 0.5f, 0, 0 } };
        using var loss = new WeightedFocalLoss(Weights, smoothing: 0, gamma: 2, CPU);
        var (sum, weight) = (0.0, 0.0);
        foreach (var (row, label) in new[] { (0, 3), (1, 0) })
        {
            var total = Enumerable.Range(0, 4).Sum(c => Math.Exp(values[row, c]));
            var p = Math.Exp(values[row, label]) / total;
            sum -= Weights[label] * Math.Pow(1 - p, 2) * Math.Log(p);
            weight += Weights[label];
        }

        Assert.Equal(sum / weight, loss.Compute(tensor(values), tensor(new long[] { 3, 0 })).item<float>(), 1e-6);
    }

    [Fact]
    public void Its_gradient_is_finite_when_a_class_is_certain()
    {
        var scores = tensor(new float[,] { { 200, -200, 0, 0 } }).requires_grad_();
        using var loss = new WeightedFocalLoss(Weights, smoothing: 0.1, gamma: 0.5, CPU);
        loss.Compute(scores, tensor(new long[] { 0 })).backward();
        Assert.True(scores.grad!.isfinite().all().item<bool>());
    }
}
