using EmotionGpu.Training.Models;
using EmotionGpu.Training.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Tests.Trainers;

public sealed class ScheduledOptimizerTests
{
    private static readonly double[] Rates = [0.01, 0.03, 0.02, 0.005];

    static ScheduledOptimizerTests() => TorchRuntime.Initialize();

    [Theory]
    [InlineData(OptimizerKind.Adam, 0)]
    [InlineData(OptimizerKind.Adam, 0.1)]
    [InlineData(OptimizerKind.AdamW, 0)]
    [InlineData(OptimizerKind.AdamW, 0.1)]
    public void Parameters_move_as_the_papers_say(OptimizerKind kind, double decay)
    {
        using var network = new SmallCnn(classes: 3);
        using var optimizer = new ScheduledOptimizer(network, Recipe.Seed with { Optimizer = kind, WeightDecay = decay }, backboneFactor: 0.5);
        var expected = network.named_parameters().ToDictionary(
            entry => entry.name, entry => new Reference(Values(entry.parameter), kind, Decay(kind, decay, entry.parameter), entry.name.StartsWith("fc.", StringComparison.Ordinal) ? 1 : 0.5));
        foreach (var rate in Rates)
        {
            Backward(network);
            optimizer.Step(rate);
            foreach (var reference in expected.Values)
                reference.Step(rate);
        }

        foreach (var (name, parameter) in network.named_parameters())
            Assert.All(expected[name].Values.Zip(Values(parameter)), pair => Assert.Equal(pair.First, pair.Second, 2e-6));
    }

    [Fact]
    public void What_is_saved_and_loaded_goes_on_as_if_it_had_never_stopped()
    {
        var recipe = Recipe.Robust with { Architecture = Architecture.SmallCnn };
        using var network = new SmallCnn(classes: 3);
        using var optimizer = new ScheduledOptimizer(network, recipe, backboneFactor: 1);
        Steps(network, optimizer, 3);
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
            optimizer.Save(writer);

        using var other = new SmallCnn(classes: 3);
        other.load_state_dict(network.state_dict());
        using var resumed = new ScheduledOptimizer(other, recipe, backboneFactor: 1);
        stream.Position = 0;
        using (var reader = new BinaryReader(stream))
            resumed.Load(reader);
        Steps(network, optimizer, 2);
        Steps(other, resumed, 2);
        Assert.Equal(AllValues(network), AllValues(other));
    }

    /// <summary>Where libtorch is handed a number that nobody holds, this fails or crashes at once.</summary>
    [Fact]
    public void Steps_are_the_same_while_garbage_is_collected_all_the_time()
    {
        var quiet = Train();
        var stop = false;
        var collector = new Thread(() =>
        {
            while (!Volatile.Read(ref stop))
                GC.Collect(0);
        });
        collector.Start();
        try
        {
            Assert.Equal(quiet, Train());
        }
        finally
        {
            Volatile.Write(ref stop, true);
            collector.Join();
        }
    }

    /// <summary>Everything that a step of a training does to a network, loss with all its terms included.</summary>
    private static float[] Train()
    {
        random.manual_seed(3);
        using var scope = NewDisposeScope();
        using var network = new ResNet18(classes: 3, mels: 33, width: 16, NetworkHead.Attention);
        using var twin = new ResNet18(classes: 3, mels: 33, width: 16, NetworkHead.Attention);
        using var optimizer = new ScheduledOptimizer(network, Recipe.Robust, backboneFactor: 1);
        using var loss = new WeightedFocalLoss([1, 2, 1], smoothing: 0.1, gamma: 1.5, CPU);
        var average = new WeightAverage(twin, decay: 0.9);
        var (input, labels) = (randn(2, 1, 33, 33), tensor(new long[] { 0, 2 }));
        network.train();
        for (var step = 0; step < 6; step++)
        {
            using var ofStep = NewDisposeScope();
            optimizer.ZeroGradients();
            loss.Compute(network.forward(input), labels).Times(0.7).Plus(loss.Compute(network.forward(input), labels).Times(0.3)).backward();
            optimizer.Step(1e-3);
            average.Update(network, step);
        }

        return [.. AllValues(network), .. AllValues(twin)];
    }

    private static void Steps(SmallCnn network, ScheduledOptimizer optimizer, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            Backward(network);
            optimizer.Step(1e-3);
        }
    }

    /// <summary>Gradients that are the parameters themselves.</summary>
    private static void Backward(SmallCnn network)
    {
        using var scope = NewDisposeScope();
        foreach (var (_, parameter) in network.named_parameters())
        {
            parameter.grad?.zero_();
            parameter.mul(parameter).sum().mul(0.5).backward();
        }
    }

    private static double Decay(OptimizerKind kind, double decay, Tensor parameter) =>
        kind == OptimizerKind.Adam || parameter.dim() > 1 ? decay : 0;

    private static double[] Values(Tensor tensor) => [.. tensor.detach().data<float>().ToArray().Select(value => (double)value)];

    private static float[] AllValues(EmotionNetwork network) =>
        [.. network.state_dict().Values.SelectMany(value => value.to(ScalarType.Float32).data<float>().ToArray())];

    /// <summary>Kingma and Ba 2015, algorithm 1, and Loshchilov and Hutter 2019, algorithm 2, in double precision.</summary>
    private sealed class Reference(double[] values, OptimizerKind kind, double decay, double factor)
    {
        private readonly double[] _first = new double[values.Length];
        private readonly double[] _second = new double[values.Length];
        private int _step;

        public double[] Values => values;

        public void Step(double learningRate)
        {
            _step++;
            var rate = learningRate * factor;
            for (var i = 0; i < values.Length; i++)
            {
                var gradient = values[i] + (kind == OptimizerKind.Adam ? decay * values[i] : 0);
                _first[i] = 0.9 * _first[i] + 0.1 * gradient;
                _second[i] = 0.999 * _second[i] + 0.001 * gradient * gradient;
                var (first, second) = (_first[i] / (1 - Math.Pow(0.9, _step)), _second[i] / (1 - Math.Pow(0.999, _step)));
                values[i] -= rate * (first / (Math.Sqrt(second) + 1e-8) + (kind == OptimizerKind.AdamW ? decay * values[i] : 0));
            }
        }
    }
}
