using EmotionGpu.Inference;
using EmotionGpu.Training.Export;
using EmotionGpu.Training.Trainers;
using Microsoft.ML.OnnxRuntime;
using ModelMetadata = EmotionGpu.Inference.ModelMetadata;

namespace EmotionGpu.Training.Tests.Export;

public sealed class OnnxExporterTests
{
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData(Architecture.ResNet18, true)]
    [InlineData(Architecture.SmallCnn, true)]
    [InlineData(Architecture.SmallCnn, false)]
    public void Scores_equal_those_of_torch_at_any_batch_size(Architecture architecture, bool batchNorm)
    {
        using var sample = new SampleNetwork(architecture, batchNorm);
        using var session = new InferenceSession(OnnxExporter.Export(sample.Network, sample.Metadata));
        foreach (var clips in new[] { 1, 7 })
        {
            var inputs = sample.RandomInputs(clips);
            AssertClose(sample.Scores(inputs), Run<float>(session, sample, inputs, ModelMetadata.ScoreName));
        }
    }

    [Theory]
    [InlineData(128, 3, 64)]
    [InlineData(40, 0.2, 16)]
    [InlineData(1, 1, 16)]
    [InlineData(256, 0.9, 32)]
    public void Scores_of_the_attending_head_equal_those_of_torch_at_any_width_mels_and_frames(int mels, double seconds, int width)
    {
        using var sample = new SampleNetwork(Architecture.ResNet18, mels: mels, seconds: seconds, head: NetworkHead.Attention, width: width);
        using var session = new InferenceSession(OnnxExporter.Export(sample.Network, sample.Metadata));
        foreach (var clips in new[] { 1, 5 })
        {
            var inputs = sample.RandomInputs(clips);
            AssertClose(sample.Scores(inputs), Run<float>(session, sample, inputs, ModelMetadata.ScoreName));
        }
    }

    [Theory]
    [InlineData(Architecture.ResNet18, NetworkHead.Average)]
    [InlineData(Architecture.ResNet18, NetworkHead.Attention)]
    [InlineData(Architecture.SmallCnn, NetworkHead.Average)]
    public void Scores_equal_those_of_torch_on_real_clips(Architecture architecture, NetworkHead head)
    {
        var inputs = GoldenInputs.Read();
        Assert.SkipWhen(inputs.Length == 0, "the golden inputs of real clips are not there (shared/golden beside the repository)");
        using var sample = new SampleNetwork(architecture, head: head);
        using var session = new InferenceSession(OnnxExporter.Export(sample.Network, sample.Metadata));
        AssertClose(sample.Scores(inputs), Run<float>(session, sample, inputs, ModelMetadata.ScoreName));
    }

    [Fact]
    public void Probabilities_are_the_softmax_and_the_index_is_that_of_the_largest()
    {
        using var sample = new SampleNetwork(Architecture.SmallCnn, mels: 16, seconds: 0.5);
        using var session = new InferenceSession(OnnxExporter.Export(sample.Network, sample.Metadata));
        var inputs = sample.RandomInputs(5);
        var expected = sample.Scores(inputs).Chunk(SampleNetwork.Classes.Length).ToArray();
        AssertClose(Softmax([.. expected.SelectMany(row => row)]), Run<float>(session, sample, inputs, ModelMetadata.ProbabilityName));
        Assert.Equal(expected.Select(row => (long)Array.IndexOf(row, row.Max())), Run<long>(session, sample, inputs, OnnxExporter.ClassIndexName));
    }

    [Theory]
    [InlineData(Architecture.SmallCnn, NetworkHead.Average)]
    [InlineData(Architecture.ResNet18, NetworkHead.Attention)]
    public void Several_networks_give_the_mean_of_their_probabilities_and_its_logarithm_as_scores(Architecture architecture, NetworkHead head)
    {
        var samples = Enumerable.Range(1, 3)
            .Select(seed => new SampleNetwork(architecture, mels: 16, seconds: 0.5, head: head, seed: seed)).ToArray();
        var metadata = samples[0].Metadata with { Members = 3, Temperature = 2 };
        using var session = new InferenceSession(OnnxExporter.Export([.. samples.Select(one => NetworkWeights.Of(one.Network))], samples[0].Network.Architecture, metadata));
        var inputs = samples[0].RandomInputs(4);
        var ofMembers = samples.Select(one => Softmax(one.Scores(inputs))).ToArray();
        float[] mean = [.. Enumerable.Range(0, ofMembers[0].Length).Select(i => ofMembers.Average(one => one[i]))];
        float[] scores = [.. mean.Select(value => (float)Math.Log(value))];

        AssertClose(scores, Run<float>(session, samples[0], inputs, ModelMetadata.ScoreName));
        AssertClose(mean, Run<float>(session, samples[0], inputs, ModelMetadata.ProbabilityName));
        Assert.Equal(
            mean.Chunk(SampleNetwork.Classes.Length).Select(row => (long)Array.IndexOf(row, row.Max())),
            Run<long>(session, samples[0], inputs, OnnxExporter.ClassIndexName));
        Assert.All(samples, one => one.Dispose());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Probabilities_of_a_group_are_added_up(int members)
    {
        var samples = Enumerable.Range(1, members).Select(seed => new SampleNetwork(Architecture.SmallCnn, mels: 16, seconds: 0.5, seed: seed)).ToArray();
        int[] groups = [.. Enumerable.Range(0, SampleNetwork.Classes.Length).Select(i => i % 2)];
        var metadata = (samples[0].Metadata with { Members = members, Classes = ["even", "odd"], Groups = groups }).Validate();
        using var session = new InferenceSession(OnnxExporter.Export([.. samples.Select(one => NetworkWeights.Of(one.Network))], samples[0].Network.Architecture, metadata));
        var inputs = samples[0].RandomInputs(4);
        var ofMembers = samples.Select(one => Softmax(one.Scores(inputs))).ToArray();
        float[] expected = [.. Enumerable.Range(0, 4).SelectMany(row => Enumerable.Range(0, 2).Select(group => Enumerable
            .Range(0, groups.Length).Where(i => groups[i] == group).Sum(i => ofMembers.Average(one => one[row * groups.Length + i]))))];
        AssertClose(expected, Run<float>(session, samples[0], inputs, ModelMetadata.ProbabilityName));
        AssertClose([.. expected.Select(value => (float)Math.Log(value))], Run<float>(session, samples[0], inputs, ModelMetadata.ScoreName));
        Assert.Throws<ArgumentException>(() => (metadata with { Groups = [0, 1, 2] }).Validate());
        Assert.Throws<ArgumentException>(() => (metadata with { Groups = [0, 0] }).Validate());
        Assert.Throws<ArgumentException>(() => OnnxExporter.Export(samples[0].Network, metadata with { Members = 1, Groups = [0, 1] }));
        Assert.All(samples, one => one.Dispose());
    }

    [Fact]
    public void Other_numbers_of_networks_than_promised_are_refused()
    {
        using var sample = new SampleNetwork(Architecture.SmallCnn, mels: 16, seconds: 0.5);
        var weights = NetworkWeights.Of(sample.Network);
        var two = sample.Metadata with { Members = 2 };
        Assert.Throws<ArgumentException>(() => OnnxExporter.Export(sample.Network, two));
        Assert.Throws<ArgumentException>(() => OnnxExporter.Export([weights, weights], Architecture.SmallCnn, sample.Metadata));
    }

    [Fact]
    public void The_same_network_gives_the_same_bytes()
    {
        using var sample = new SampleNetwork(Architecture.SmallCnn);
        Assert.Equal(OnnxExporter.Export(sample.Network, sample.Metadata), OnnxExporter.Export(sample.Network, sample.Metadata));
    }

    [Fact]
    public void Metadata_come_back_as_they_went_in()
    {
        using var sample = new SampleNetwork(Architecture.SmallCnn);
        using var session = new InferenceSession(OnnxExporter.Export(sample.Network, sample.Metadata));
        var found = ModelMetadata.FromJson(session.ModelMetadata.CustomMetadataMap[ModelMetadata.Key]);
        Assert.Equal(sample.Metadata, found with { Classes = sample.Metadata.Classes });
        Assert.Equal(sample.Metadata.Classes, found.Classes);
    }

    [Fact]
    public void Another_number_of_classes_is_refused()
    {
        using var sample = new SampleNetwork(Architecture.SmallCnn);
        var error = Assert.Throws<ArgumentException>(() => OnnxExporter.Export(sample.Network, sample.Metadata with { Classes = ["yes", "no"] }));
        Assert.Contains("8 scores: 2", error.Message, StringComparison.Ordinal);
    }

    private static T[] Run<T>(InferenceSession session, SampleNetwork sample, float[] inputs, string output) where T : unmanaged
    {
        long[] shape = [inputs.Length / (sample.Metadata.LogMel.NMels * sample.Frames), 1, sample.Metadata.LogMel.NMels, sample.Frames];
        using var options = new RunOptions();
        using var input = OrtValue.CreateTensorValueFromMemory(inputs, shape);
        using var outputs = session.Run(options, [ModelMetadata.InputName], [input], [output]);
        return outputs[0].GetTensorDataAsSpan<T>().ToArray();
    }

    private static float[] Softmax(float[] scores) => [.. scores.Chunk(SampleNetwork.Classes.Length)
        .SelectMany(row => row.Select(score => (float)(Math.Exp(score) / row.Sum(other => Math.Exp(other)))))];

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], Tolerance);
    }
}
