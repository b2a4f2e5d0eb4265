using EmotionGpu.Training.Models;
using EmotionGpu.Training.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Tests.Models;

public sealed class PrecisionTests : IDisposable
{
    private const int Mels = 16;

    /// <summary>bfloat16 has 8 significant bits; over 18 layers the roundings add up, and batch norms over few values enlarge them.</summary>
    private const double Tolerance = 0.1;

    /// <summary>Cosine of the angle between gradients.</summary>
    private const double SmallestCosine = 0.9;

    private readonly DisposeScope _scope;

    public PrecisionTests()
    {
        TorchRuntime.Initialize();
        _scope = NewDisposeScope();
        random.manual_seed(3);
    }

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(Architecture.ResNet18, NetworkHead.Attention)]
    [InlineData(Architecture.SmallCnn, NetworkHead.Average)]
    public void Scores_and_gradients_in_bfloat16_are_float32_and_close_to_those_in_float32(Architecture architecture, NetworkHead head)
    {
        using var network = Network(architecture, head);
        var (input, labels) = Clips(6);
        var (scores, gradients) = Step(network, Precision.Float32, input, labels);
        var (rounded, roundedGradients) = Step(network, Precision.BFloat16, input, labels);

        AssertClose(scores, rounded);
        Assert.NotEqual(0, Distance(scores, rounded));
        Assert.Equal(ScalarType.Float32, roundedGradients.dtype);
        Assert.InRange((gradients.dot(roundedGradients) / gradients.norm() / roundedGradients.norm()).item<float>(), SmallestCosine, 1.001);
        network.eval();
        using var noGradients = no_grad();
        var evaluated = network.forward(input);
        network.Precision = Precision.Float32;
        AssertClose(network.forward(input), evaluated);
    }

    [Fact]
    public void Parameters_and_statistics_of_a_network_in_bfloat16_stay_float32_and_the_statistics_move()
    {
        using var network = Network(Architecture.SmallCnn, NetworkHead.Average);
        var before = network.state_dict()["features.bn1.running_mean"].clone();
        var (input, labels) = Clips(4);
        Step(network, Precision.BFloat16, input, labels);
        Assert.All(network.state_dict().Values.Where(tensor => tensor.is_floating_point()), tensor => Assert.Equal(ScalarType.Float32, tensor.dtype));
        Assert.NotEqual(0, Distance(before, network.state_dict()["features.bn1.running_mean"]));
    }

    [Fact]
    public void Training_in_bfloat16_brings_the_loss_down()
    {
        using var network = Network(Architecture.SmallCnn, NetworkHead.Average);
        network.Precision = Precision.BFloat16;
        using var optimizer = optim.AdamW(network.parameters(), 1e-2);
        var (input, labels) = Clips(8);
        var losses = new List<float>();
        for (var step = 0; step < 20; step++)
        {
            optimizer.zero_grad();
            var loss = nn.functional.cross_entropy(network.forward(input), labels);
            loss.backward();
            optimizer.step();
            losses.Add(loss.item<float>());
        }

        Assert.True(losses[^1] < losses[0] / 4, $"from {losses[0]} to {losses[^1]}");
    }

    [Fact]
    public void Probing_says_what_is_faster_and_leaves_the_generator_alone()
    {
        var state = random.get_rng_state().clone();
        var times = PrecisionProbe.Measure(
            Recipe.Seed with { Architecture = Architecture.SmallCnn, Dropout = 0.5 }, 8, [16, 1, Mels, 32], CPU);
        Assert.True(times.Float32Seconds > 0 && times.BFloat16Seconds > 0);
        Assert.True(times.Clips is 1 or 16);
        Assert.True(state.bytes.SequenceEqual(random.get_rng_state().bytes));
    }

    [Theory]
    [InlineData(0.89, Precision.BFloat16)]
    [InlineData(0.91, Precision.Float32)]
    [InlineData(2.0, Precision.Float32)]
    public void Bfloat16_is_chosen_where_it_saves_a_tenth_of_the_time(double seconds, Precision faster) => Assert.Equal(faster, new PrecisionTimes(1, seconds, 16).Faster);

    private static EmotionNetwork Network(Architecture architecture, NetworkHead head) =>
        EmotionNetwork.Create(Recipe.Seed with { Architecture = architecture, Head = head }, 3, Mels);

    /// <summary>Clips of three classes that differ in their loudest band.</summary>
    private static (Tensor Input, Tensor Labels) Clips(int count)
    {
        var labels = arange(count, ScalarType.Int64).remainder(3);
        var input = randn(count, 1, Mels, 96);
        for (var i = 0; i < count; i++)
            input[i, 0, i % 3 * 5 + 2] += 3;
        return (input, labels);
    }

    /// <returns>The scores, and the gradients of all parameters one behind the other.</returns>
    private static (Tensor Scores, Tensor Gradients) Step(EmotionNetwork network, Precision precision, Tensor input, Tensor labels)
    {
        network.Precision = precision;
        network.zero_grad();
        var scores = network.forward(input);
        nn.functional.cross_entropy(scores, labels).backward();
        return (scores.detach(), cat([.. network.parameters().Select(parameter => parameter.grad!.flatten())]));
    }

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(ScalarType.Float32, actual.dtype);
        Assert.InRange(Distance(expected, actual), 0, Tolerance);
    }

    /// <summary>|a - b| / |a|.</summary>
    private static double Distance(Tensor a, Tensor b) => ((a - b).norm() / (a.norm() + 1e-12)).item<float>();
}
