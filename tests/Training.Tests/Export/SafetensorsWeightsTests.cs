using System.Text;
using System.Text.Json;
using EmotionGpu.Inference;
using EmotionGpu.Training.Export;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Trainers;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Tests.Export;

public sealed class SafetensorsWeightsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("emotiongpu-").FullName;

    private string ModelPath => Path.Combine(_folder, "model.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(Architecture.ResNet18, NetworkHead.Average)]
    [InlineData(Architecture.ResNet18, NetworkHead.Attention)]
    [InlineData(Architecture.SmallCnn, NetworkHead.Average)]
    public void Weights_come_back_as_they_went_in(Architecture architecture, NetworkHead head)
    {
        using var sample = new SampleNetwork(architecture, head: head);
        SafetensorsWeights.Save(sample.Network, ModelPath);
        using var other = EmotionNetwork.Create(Recipe.Seed with { Architecture = architecture, Head = head }, SampleNetwork.Classes.Length, mels: 128);
        InitialWeights.Load(other, ModelPath);
        using var scope = NewDisposeScope();
        var expected = sample.Network.state_dict();
        Assert.All(other.state_dict(), entry => Assert.True(expected[entry.Key].bytes.SequenceEqual(entry.Value.bytes), entry.Key));
        Assert.Equal([ModelPath], Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void The_file_is_what_the_format_and_torchvision_say()
    {
        using var sample = new SampleNetwork(Architecture.ResNet18);
        SafetensorsWeights.Save(sample.Network, ModelPath);
        var bytes = File.ReadAllBytes(ModelPath);
        var headerLength = BitConverter.ToInt32(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, headerLength));
        var tensors = header.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__").ToArray();

        // torchvision's resnet18 has 122 entries in its state dict.
        Assert.Equal(122, tensors.Length);
        Assert.StartsWith("""{"dtype":"F32","shape":[64,1,7,7],""", Text("conv1.weight"), StringComparison.Ordinal);
        Assert.StartsWith("""{"dtype":"I64","shape":[],""", Text("layer2.0.downsample.1.num_batches_tracked"), StringComparison.Ordinal);
        var ends = tensors.Select(entry => entry.Value.GetProperty("data_offsets"))
            .Select(offsets => (offsets[0].GetInt64(), offsets[1].GetInt64())).Order().ToArray();
        Assert.Equal(0, ends[0].Item1);
        Assert.All(ends.Zip(ends.Skip(1)), pair => Assert.Equal(pair.First.Item2, pair.Second.Item1));
        Assert.Equal(bytes.Length - 8 - headerLength, ends[^1].Item2);

        var bias = header.RootElement.GetProperty("fc.bias").GetProperty("data_offsets")[0].GetInt32();
        Assert.Equal(sample.Network.state_dict()["fc.bias"].data<float>()[0], BitConverter.ToSingle(bytes, 8 + headerLength + bias));

        string Text(string name) => header.RootElement.GetProperty(name).GetRawText();
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0")]
    [InlineData("\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f{}")]
    [InlineData("\x02\0\0\0\0\0\0\0[]")]
    [InlineData("\x04\0\0\0\0\0\0\0null")]
    [InlineData("\x0a\0\0\0\0\0\0\0{\"a\":null}")]
    [InlineData("\x1a\0\0\0\0\0\0\0{\"a\":{\"data_offsets\":null}}")]
    [InlineData("\x09\0\0\0\0\0\0\0{\"a\":[1]}")]
    [InlineData("\x1d\0\0\0\0\0\0\0{\"a\":{\"data_offsets\":[0,999]}}")]
    public void Files_that_are_not_weights_are_refused(string contents)
    {
        File.WriteAllBytes(ModelPath, Encoding.Latin1.GetBytes(contents));
        Assert.Throws<ModelFormatException>(() => SafetensorsWeights.Read(ModelPath));
    }

    [Fact]
    public void A_cut_file_is_refused()
    {
        using var sample = new SampleNetwork(Architecture.SmallCnn);
        SafetensorsWeights.Save(sample.Network, ModelPath);
        var bytes = File.ReadAllBytes(ModelPath);
        File.WriteAllBytes(ModelPath, bytes[..^1]);
        Assert.Throws<ModelFormatException>(() => SafetensorsWeights.Read(ModelPath));
    }
}
