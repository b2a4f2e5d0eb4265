using EmotionGpu.Training.Models;
using EmotionGpu.Training.Trainers;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Tests.Models;

public sealed class EmotionNetworkTests
{
    /// <summary>torchvision's ResNet18 without its head, with one input channel.</summary>
    private const long Backbone = 11_689_512 - 1000 * 513 - 2 * 64 * 49;

    public EmotionNetworkTests() => TorchRuntime.Initialize();

    [Theory]
    [InlineData(Architecture.ResNet18, NetworkHead.Average, Backbone + 8 * 513)]
    [InlineData(Architecture.ResNet18, NetworkHead.Attention, Backbone + 8 * 2049 + 128 * 2049 + 128)]
    [InlineData(Architecture.SmallCnn, NetworkHead.Average, 288 + 64 + 18_432 + 128 + 73_728 + 256 + 1_032)]
    public void Networks_have_the_parameters_of_their_papers(Architecture architecture, NetworkHead head, long expected)
    {
        using var network = EmotionNetwork.Create(Recipe.Seed with { Architecture = architecture, Head = head }, 8, mels: 128);
        Assert.Equal(expected, network.parameters().Sum(p => p.numel()));
    }

    [Fact]
    public void Half_the_width_is_half_the_channels_of_every_layer()
    {
        using var paper = EmotionNetwork.Create(Recipe.Seed with { Head = NetworkHead.Attention }, 8, mels: 128);
        using var half = EmotionNetwork.Create(Recipe.Seed with { Head = NetworkHead.Attention, Width = 32 }, 8, mels: 128);
        var shapes = half.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.shape);
        Assert.All(paper.state_dict(), pair => Assert.Equal(Halved(pair.Key, pair.Value.shape), shapes[pair.Key]));

        static long[] Halved(string name, long[] shape) => [.. shape.Select((size, axis) => (name, axis) switch
        {
            ("conv1.weight", 1) or (_, > 1) => size,
            ("fc.weight" or "attention.hidden.weight", 1) => size / 2,
            _ when name.StartsWith("fc.", StringComparison.Ordinal) || name.StartsWith("attention.", StringComparison.Ordinal) => size,
            _ => size / 2,
        })];
    }

    [Theory]
    [InlineData(Architecture.ResNet18, NetworkHead.Average, 128, 130)]
    [InlineData(Architecture.ResNet18, NetworkHead.Attention, 128, 130)]
    [InlineData(Architecture.ResNet18, NetworkHead.Attention, 1, 2)]
    [InlineData(Architecture.ResNet18, NetworkHead.Attention, 33, 400)]
    [InlineData(Architecture.ResNet18, NetworkHead.Attention, 256, 31)]
    [InlineData(Architecture.SmallCnn, NetworkHead.Average, 128, 130)]
    public void Networks_give_a_score_a_class(Architecture architecture, NetworkHead head, int mels, int frames)
    {
        using var network = EmotionNetwork.Create(
            Recipe.Seed with { Architecture = architecture, Head = head, Dropout = 0.5 }, 3, mels);
        using var scores = network.forward(randn(2, 1, mels, frames));
        Assert.Equal([2, 3], scores.shape);
    }

    [Fact]
    public void Attention_starts_as_the_mean_over_frames_and_keeps_channels_and_bands_apart()
    {
        using var scope = NewDisposeScope();
        using var attention = new AttentionPooling(6);
        Assert.Equal([0, 0.5f, 1, 1.5f, 2, 2.5f], Pool(attention, (channel, band, _) => channel + band / 2f));
        Assert.All(Pool(attention, (_, _, frame) => frame), mean => Assert.Equal(2, mean, 1e-5));
    }

    [Fact]
    public void Attention_weighs_frames_by_the_softmax_of_their_scores()
    {
        using var scope = NewDisposeScope();
        using var attention = new AttentionPooling(6);
        using (no_grad())
        {
            foreach (var (name, parameter) in attention.named_parameters())
                parameter.fill_(name == "hidden.weight" ? 0.05 : 0.1);
        }

        // All six values of frame t are t.
        var weights = Enumerable.Range(0, 5).Select(t => Math.Exp(128 * 0.1 * Math.Tanh(0.05 * 6 * t + 0.1))).ToArray();
        var expected = weights.Select((weight, t) => weight * t).Sum() / weights.Sum();
        Assert.All(Pool(attention, (_, _, frame) => frame), mean => Assert.Equal(expected, mean, 1e-5));
    }

    [Fact]
    public void Parameters_come_in_groups_by_part_and_by_what_weight_decay_is_meant_for()
    {
        using var network = EmotionNetwork.Create(Recipe.Seed with { Head = NetworkHead.Attention }, 8, mels: 128);
        var groups = network.ParameterGroups().ToDictionary(group => (group.Head, group.Decayed), group => group.Parameters);
        Assert.Equal(4, groups.Count);
        Assert.Equal(20, groups[(Head: false, Decayed: true)].Count); // convolutions
        Assert.Equal(40, groups[(Head: false, Decayed: false)].Count); // a scale and a shift of each batch norm
        Assert.Equal(3, groups[(Head: true, Decayed: true)].Count);
        Assert.Equal(2, groups[(Head: true, Decayed: false)].Count);
    }

    [Fact]
    public void A_frozen_backbone_keeps_weights_and_statistics_while_the_head_trains()
    {
        using var scope = NewDisposeScope();
        using var network = EmotionNetwork.Create(Recipe.Seed with { Architecture = Architecture.SmallCnn }, 3, mels: 16);
        network.FreezeBackbone();
        network.train();
        var before = network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());
        Assert.All(network.ParameterGroups(), group => Assert.True(group.Head));
        using var optimizer = optim.AdamW(network.ParameterGroups().SelectMany(group => group.Parameters), 0.1);
        nn.functional.cross_entropy(network.forward(randn(4, 1, 16, 16)), zeros(4, ScalarType.Int64)).backward();
        optimizer.step();

        Assert.True(network.training);
        Assert.All(network.state_dict(), entry => Assert.Equal(
            !entry.Key.StartsWith("fc.", StringComparison.Ordinal), before[entry.Key].bytes.SequenceEqual(entry.Value.bytes)));
    }

    /// <summary>Pools one clip of 3 channels, 2 bands and 5 frames.</summary>
    private static float[] Pool(AttentionPooling attention, Func<int, int, int, float> value)
    {
        var values = Enumerable.Range(0, 30).Select(i => value(i / 10, i / 5 % 2, i % 5)).ToArray();
        return [.. attention.forward(tensor(values, 1, 3, 2, 5)).data<float>()];
    }
}
