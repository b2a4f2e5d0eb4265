using System.IO.Compression;
using System.Text;
using EmotionGpu.Training.Export;

namespace EmotionGpu.Inference.Tests;

/// <summary>Files that are no model, are cut short, or were made to be harmful: each is refused, and what was tried is printed.</summary>
public sealed class HostileModelTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string ModelPath => _folder["model.zip"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_file_is_missing() => Assert.Throws<FileNotFoundException>(() => EmotionModel.Load(ModelPath));

    [Theory]
    [InlineData("")]
    [InlineData("PK")]
    [InlineData("not a zip file at all, but long enough that one could think there is an end of a central directory in it")]
    public void What_is_not_a_zip_file_is_refused(string contents)
    {
        File.WriteAllText(ModelPath, contents);
        AssertRefused("not a readable zip file");
    }

    [Fact]
    public void A_cut_zip_file_is_refused()
    {
        SmallModel.Save(ModelPath);
        File.WriteAllBytes(ModelPath, File.ReadAllBytes(ModelPath)[..^1000]);
        AssertRefused("not a readable zip file");
    }

    [Fact]
    public void A_zip_file_without_a_network_is_refused()
    {
        WriteZip(("readme.txt", "hello"u8.ToArray()));
        AssertRefused("no network in it");
    }

    [Fact]
    public void A_zip_file_with_two_networks_is_refused()
    {
        WriteZip(("a/OnnxModel", [0]), ("b/OnnxModel", [0]));
        AssertRefused("more than one network");
    }

    [Fact]
    public void An_empty_network_is_refused()
    {
        WriteZip(("a/OnnxModel", []));
        AssertRefused("a network of 0 bytes");
    }

    [Theory]
    [InlineData("", "its card card.json is none")]
    [InlineData("null", "its card card.json is none")]
    [InlineData("[1, 2]", "its card card.json is none")]
    [InlineData("{\"recipe\": \"robust\"}", "its card card.json is none")]
    public void A_card_that_is_none_is_refused(string card, string problem)
    {
        SmallModel.Save(ModelPath);
        AddCard(Encoding.UTF8.GetBytes(card));
        AssertRefused(problem);
    }

    [Fact]
    public void A_card_of_more_than_a_megabyte_is_refused()
    {
        SmallModel.Save(ModelPath);
        AddCard(new byte[2 << 20]);
        AssertRefused("a card of 2097152 bytes");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(99)]
    [InlineData(int.MaxValue)]
    public void A_length_that_is_not_the_networks_is_refused(int length)
    {
        WriteZip(("a/OnnxModel", [.. BitConverter.GetBytes(length), .. new byte[100]]));
        AssertRefused($"should have {length} bytes and has 100");
    }

    [Theory]
    [InlineData(600_000_000u)]
    [InlineData(0xFFFF_0000u)]
    public void A_size_that_no_network_has_is_refused_before_memory_is_taken(uint size)
    {
        WriteZip(("a/OnnxModel", new byte[100]));
        var bytes = File.ReadAllBytes(ModelPath);
        // The central directory's record of the entry; its uncompressed size is at 24 (APPNOTE.TXT 4.3.12).
        BitConverter.GetBytes(size).CopyTo(bytes, bytes.AsSpan().IndexOf("PK\u0001\u0002"u8) + 24);
        File.WriteAllBytes(ModelPath, bytes);
        AssertRefused($"a network of {size} bytes");
    }

    [Fact]
    public void A_network_that_inflates_beyond_reason_is_refused()
    {
        WriteZip(("a/OnnxModel", new byte[100]));
        var bytes = File.ReadAllBytes(ModelPath);
        BitConverter.GetBytes(400_000_000u).CopyTo(bytes, bytes.AsSpan().IndexOf("PK\u0001\u0002"u8) + 24);
        File.WriteAllBytes(ModelPath, bytes);
        AssertRefused("a network of 400000000 bytes");
    }

    [Fact]
    public void Bytes_that_are_no_network_are_refused()
    {
        WriteNetwork(Encoding.ASCII.GetBytes("this is not a protobuf message"));
        AssertRefused("its network is none of this program");
    }

    [Fact]
    public void A_network_without_metadata_is_refused()
    {
        WriteNetwork(WithMetadata([]));
        AssertRefused("no metadata emotiongpu");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"formatVersion":"one"}""")]
    [InlineData("""{"formatVersion":1}""")]
    [InlineData("""{"formatVersion":1,"mode":null,"classes":null,"logMel":null,"input":null,"architecture":null,"corpus":null}""")]
    public void Metadata_that_say_nothing_are_refused(string json)
    {
        WriteNetwork(WithMetadata(new() { [ModelMetadata.Key] = json }));
        AssertRefused("its metadata cannot be used: not the description of a model");
    }

    [Fact]
    public void Metadata_of_another_version_are_refused()
    {
        WriteNetwork(WithMetadata(new() { [ModelMetadata.Key] = (SmallModel.Metadata with { FormatVersion = 2 }).ToJson() }));
        AssertRefused("format version 2: version 1 is supported");
    }

    [Fact]
    public void Metadata_with_values_out_of_range_are_refused()
    {
        var options = SmallModel.Metadata with { LogMel = SmallModel.Metadata.LogMel with { NFft = 1000 } };
        WriteNetwork(WithMetadata(new() { [ModelMetadata.Key] = options.ToJson() }));
        AssertRefused("1000");
    }

    [Fact]
    public void A_network_that_does_not_fit_its_metadata_is_refused()
    {
        var other = SmallModel.Metadata with { LogMel = SmallModel.Metadata.LogMel with { NMels = 20 } };
        WriteNetwork(WithMetadata(new() { [ModelMetadata.Key] = other.ToJson() }));
        AssertRefused("has Single [-1, 1, 16, 16] as Features; its metadata want Single [-1, 1, 20, 16]");
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_refused_or_harmless()
    {
        SmallModel.Save(ModelPath);
        var bytes = File.ReadAllBytes(ModelPath);
        using var model = EmotionModel.Load(ModelPath);
        var expected = model.PredictInputs(SmallModel.RandomInputs(1))[0].Probabilities;
        var random = new Random(5);
        for (var i = 0; i < 300; i++)
        {
            // Most of the file is weights; the names and sizes around them stand at its end.
            var at = random.Next(i % 3 == 0 ? 0 : bytes.Length - 4000, bytes.Length);
            var bit = (byte)(1 << random.Next(8));
            bytes[at] ^= bit;
            File.WriteAllBytes(ModelPath, bytes);
            using (var loaded = LoadedOrRefused())
            {
                if (loaded is not null)
                    Assert.Equal(expected, loaded.PredictInputs(SmallModel.RandomInputs(1))[0].Probabilities);
            }

            bytes[at] ^= bit;
        }
    }

    private void AddCard(byte[] bytes)
    {
        using var zip = ZipFile.Open(ModelPath, ZipArchiveMode.Update);
        using var entry = zip.CreateEntry(ModelCard.EntryName).Open();
        entry.Write(bytes);
    }

    private EmotionModel? LoadedOrRefused()
    {
        try
        {
            return EmotionModel.Load(ModelPath);
        }
        catch (ModelFormatException)
        {
            return null;
        }
    }

    private void AssertRefused(string problem)
    {
        var error = Assert.Throws<ModelFormatException>(() => EmotionModel.Load(ModelPath));
        output.WriteLine($"{new FileInfo(ModelPath).Length} bytes: {error.Problem}");
        Assert.Equal(ModelPath, error.Path);
        Assert.StartsWith(ModelPath, error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
    }

    private void WriteNetwork(byte[] onnx) =>
        WriteZip(("TransformerChain/Transform_000/OnnxModel", [.. BitConverter.GetBytes(onnx.Length), .. onnx]));

    private void WriteZip(params (string Name, byte[] Bytes)[] entries)
    {
        using var zip = new ZipArchive(File.Create(ModelPath), ZipArchiveMode.Create);
        foreach (var (name, bytes) in entries)
        {
            using var stream = zip.CreateEntry(name).Open();
            stream.Write(bytes);
        }
    }

    /// <summary>A network that only softens its input, with other metadata than the exporter would write.</summary>
    private static byte[] WithMetadata(Dictionary<string, string> metadata) => OnnxWriter.Write(new(
        "test",
        [
            new("GlobalAveragePool", [ModelMetadata.InputName], "mean"),
            new("Flatten", ["mean"], ModelMetadata.ScoreName),
            new("Softmax", [ModelMetadata.ScoreName], ModelMetadata.ProbabilityName),
        ],
        [],
        [new(ModelMetadata.InputName, OnnxElementType.Float, null, 1, SmallModel.Metadata.LogMel.NMels, SmallModel.Frames)],
        [new(ModelMetadata.ScoreName, OnnxElementType.Float, null, 1), new(ModelMetadata.ProbabilityName, OnnxElementType.Float, null, 1)],
        metadata));
}
