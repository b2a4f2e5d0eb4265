using System.Text.Json;
using EmotionGpu.Inference;
using EmotionGpu.Training.Export;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Tests.Models;

public sealed class InitialWeightsTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();
    private readonly DisposeScope _scope;
    private readonly EmotionNetwork _network;

    public InitialWeightsTests()
    {
        TorchRuntime.Initialize();
        _scope = NewDisposeScope();
        random.manual_seed(5);
        _network = EmotionNetwork.Create(Recipe.Seed with { Head = NetworkHead.Attention }, classes: 3, mels: 32);
    }

    public void Dispose()
    {
        _network.Dispose();
        _scope.Dispose();
        File.Delete(_path);
    }

    [Fact]
    public void Three_input_channels_are_summed_and_a_head_of_another_shape_stays_random()
    {
        var given = Torchvision();
        Write(given);
        var head = _network.state_dict()["fc.weight"].clone();
        var report = InitialWeights.Load(_network, _path);

        Assert.Equal(120, report.Loaded.Count);
        Assert.Equal(["fc.bias", "fc.weight"], report.Ignored);
        Assert.Equal(["attention.hidden.weight", "attention.hidden.bias", "attention.score.weight"], report.Missing);
        var found = _network.state_dict();
        Assert.True(found["conv1.weight"].allclose(given["conv1.weight"].sum(1, keepdim: true)));
        Assert.True(found["layer3.1.bn2.running_var"].allclose(given["layer3.1.bn2.running_var"]));
        Assert.True(found["fc.weight"].allclose(head));
    }

    [Fact]
    public void A_network_of_this_program_comes_back_whole()
    {
        SafetensorsWeights.Save(_network, _path);
        using var other = EmotionNetwork.Create(Recipe.Seed with { Head = NetworkHead.Attention }, classes: 3, mels: 32);
        var report = InitialWeights.Load(other, _path);
        Assert.Empty(report.Ignored);
        Assert.Empty(report.Missing);
        var expected = _network.state_dict();
        Assert.All(other.state_dict(), entry => Assert.True(expected[entry.Key].bytes.SequenceEqual(entry.Value.bytes), entry.Key));
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    public void Half_precision_is_converted_and_counters_need_not_be_there(ScalarType type)
    {
        var given = Torchvision().Where(entry => entry.Value.is_floating_point()).ToDictionary(entry => entry.Key, entry => entry.Value.to(type));
        Write(given);
        Assert.Equal(100, InitialWeights.Load(_network, _path).Loaded.Count);
        Assert.True(_network.state_dict()["layer2.0.conv1.weight"].allclose(given["layer2.0.conv1.weight"].to(ScalarType.Float32)));
    }

    [Theory]
    [InlineData("layer4.1.conv2.weight", false, "layer4.1.conv2.weight is missing: F32, F16 or BF16 [512, 512, 3, 3] was wanted")]
    [InlineData("conv1.weight", false, "conv1.weight is missing: F32, F16 or BF16 [64, 1, 7, 7] or [64, 3, 7, 7] was wanted")]
    [InlineData("bn1.bias", true, "bn1.bias is F32 [2]: F32, F16 or BF16 [64] was wanted")]
    public void A_backbone_that_does_not_fit_is_refused_and_changes_nothing(string name, bool otherShape, string message)
    {
        var given = Torchvision();
        given.Remove(name);
        if (otherShape)
            given[name] = ones(2);
        Write(given);
        var before = _network.state_dict()["layer1.0.conv1.weight"].clone();
        Assert.Contains(message, Assert.Throws<ModelFormatException>(() => InitialWeights.Load(_network, _path)).Message, StringComparison.Ordinal);
        Assert.True(before.bytes.SequenceEqual(_network.state_dict()["layer1.0.conv1.weight"].bytes));
    }

    [Fact]
    public void Weights_of_another_width_are_refused_with_the_flag_that_fits_them()
    {
        Write(Torchvision());
        using var narrow = EmotionNetwork.Create(Recipe.Robust, classes: 8, mels: 32);
        var message = Assert.Throws<ModelFormatException>(() => InitialWeights.Load(narrow, _path)).Message;
        Assert.Contains("conv1.weight is F32 [64, 3, 7, 7]: F32, F16 or BF16 [32, 1, 7, 7] or [32, 3, 7, 7] was wanted", message, StringComparison.Ordinal);
        Assert.Contains("--width 64", message, StringComparison.Ordinal);
    }

    /// <summary>A state dict as torchvision's ResNet18 has it, random.</summary>
    private static Dictionary<string, Tensor> Torchvision()
    {
        using var network = EmotionNetwork.Create(Recipe.Seed, classes: 1000, mels: 32);
        var tensors = network.state_dict().ToDictionary(
            entry => entry.Key, entry => entry.Value.is_floating_point() ? rand(entry.Value.shape) : entry.Value.clone());
        tensors["conv1.weight"] = randn(64, 3, 7, 7);
        return tensors;
    }

    private void Write(Dictionary<string, Tensor> tensors)
    {
        var (header, offset) = (new Dictionary<string, object>(), 0L);
        foreach (var (name, tensor) in tensors)
        {
            var type = tensor.dtype switch { ScalarType.Float16 => "F16", ScalarType.BFloat16 => "BF16", ScalarType.Int64 => "I64", _ => "F32" };
            header[name] = new { dtype = type, tensor.shape, data_offsets = new[] { offset, offset += tensor.bytes.Length } };
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        using var file = File.Create(_path);
        file.Write(BitConverter.GetBytes((long)json.Length));
        file.Write(json);
        foreach (var tensor in tensors.Values)
            file.Write(tensor.bytes);
    }
}
