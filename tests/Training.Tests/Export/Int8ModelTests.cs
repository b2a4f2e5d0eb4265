using EmotionGpu.Training.Export;
using EmotionGpu.Training.Export.Int8;
using EmotionGpu.Training.Trainers;
using Microsoft.ML.OnnxRuntime;
using ModelMetadata = EmotionGpu.Inference.ModelMetadata;

namespace EmotionGpu.Training.Tests.Export;

public sealed class Int8ModelTests
{
    [Theory]
    [InlineData(Architecture.ResNet18, NetworkHead.Average)]
    [InlineData(Architecture.ResNet18, NetworkHead.Attention)]
    [InlineData(Architecture.SmallCnn, NetworkHead.Average)]
    public void Scores_are_those_of_the_network_but_for_rounding(Architecture architecture, NetworkHead head)
    {
        using var sample = new SampleNetwork(architecture, mels: 32, seconds: 1, head: head, width: 16);
        var inputs = sample.RandomInputs(24);
        var (expected, found) = (sample.Scores(inputs), Scores(Int8(sample, inputs), sample, inputs));
        var deviation = Math.Sqrt(expected.Zip(found).Average(pair => Math.Pow(pair.First - pair.Second, 2)));
        var spread = Math.Sqrt(expected.Average(score => Math.Pow(score - expected.Average(), 2)));
        Assert.InRange(deviation / spread, 1e-4, 0.15);
    }

    [Fact]
    public void Every_convolution_but_the_heads_has_weights_of_7_bits_that_are_the_networks_to_half_a_step()
    {
        using var sample = new SampleNetwork(Architecture.ResNet18, mels: 32, seconds: 1, head: NetworkHead.Attention, width: 16);
        var real = Model(sample);
        var int8 = Int8(sample, sample.RandomInputs(2));
        var convolutions = real.Nodes.Where(node => node.Operator == "Conv").ToArray();
        Assert.Equal(22, convolutions.Length);
        foreach (var convolution in convolutions)
        {
            var weight = convolution.Inputs[1];
            if (weight.StartsWith("attention", StringComparison.Ordinal))
            {
                Assert.Equal(Values<float>(real, weight), Values<float>(int8, weight));
                continue;
            }

            Assert.DoesNotContain(int8.Initializers, constant => constant.Name == weight);
            var (codes, scales) = (Values<sbyte>(int8, $"{weight}.integers"), Values<float>(int8, $"{weight}.scale"));
            var perChannel = codes.Length / scales.Length;
            Assert.All(codes.Chunk(perChannel), channel => Assert.Equal(63, channel.Max(code => Math.Abs((int)code))));
            Assert.All(Values<float>(real, weight), (value, i) => Assert.Equal(value, codes[i] * scales[i / perChannel], scales[i / perChannel] * 0.501f));
        }
    }

    [Fact]
    public void A_range_holds_zero_exactly_and_its_ends_to_half_a_step()
    {
        foreach (var values in new float[][] { [-3, 1, 2], [0.5f, 7], [-4, -1], [0, 0], [-1e-9f, 1e-9f] })
        {
            var range = ActivationRange.Of(values);
            Assert.All([0, .. values], value =>
            {
                var code = Math.Clamp(Math.Round(value / range.Scale) + range.ZeroPoint, 0, 255);
                Assert.Equal(value, range.Scale * (code - range.ZeroPoint), 0.51 * range.Scale);
            });
            Assert.InRange(range.ZeroPoint, 0, 255);
        }

        Assert.Equal(new ActivationRange(-3, 7), ActivationRange.Of([-3, 2]).And(ActivationRange.Of([7])));
    }

    [Fact]
    public void Ranges_are_over_all_batches()
    {
        using var sample = new SampleNetwork(Architecture.ResNet18, mels: 32, seconds: 1, width: 16);
        var model = Model(sample);
        var graph = new Int8Graph(model);
        var (first, second) = (sample.RandomInputs(3), sample.RandomInputs(5));
        var both = ActivationRanges.Observe(model, graph.Values, [first, second], sample.Metadata);
        var (one, other) = (ActivationRanges.Observe(model, graph.Values, [first], sample.Metadata), ActivationRanges.Observe(model, graph.Values, [second], sample.Metadata));
        Assert.All(graph.Values, value => Assert.Equal(one[value].And(other[value]), both[value]));
        Assert.Equal(Math.Min(first.Min(), second.Min()), both[ModelMetadata.InputName].Min);
        Assert.All(graph.Values.Where(value => value.EndsWith(".relu", StringComparison.Ordinal)), value => Assert.Equal(0, both[value].ZeroPoint));
    }

    private static OnnxModel Model(SampleNetwork sample) =>
        OnnxExporter.Model([NetworkWeights.Of(sample.Network)], Enum.Parse<Architecture>(sample.Metadata.Architecture, ignoreCase: true), sample.Metadata);

    private static OnnxModel Int8(SampleNetwork sample, float[] inputs)
    {
        var model = Model(sample);
        var graph = new Int8Graph(model);
        return Int8Model.Of(model, graph, ActivationRanges.Observe(model, graph.Values, [inputs], sample.Metadata));
    }

    private static T[] Values<T>(OnnxModel model, string name) => (T[])model.Initializers.Single(constant => constant.Name == name).Values;

    private static float[] Scores(OnnxModel model, SampleNetwork sample, float[] inputs)
    {
        using var session = new InferenceSession(OnnxWriter.Write(model));
        using var options = new RunOptions();
        long[] shape = [inputs.Length / (sample.Metadata.LogMel.NMels * sample.Frames), 1, sample.Metadata.LogMel.NMels, sample.Frames];
        using var input = OrtValue.CreateTensorValueFromMemory(inputs, shape);
        using var outputs = session.Run(options, [ModelMetadata.InputName], [input], [ModelMetadata.ScoreName]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
