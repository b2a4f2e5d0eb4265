using System.IO.Compression;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Inference.Tests;

/// <summary>Networks made to take memory, time or files: each is refused before ONNX Runtime sees it, and nothing is written or allocated that grows with what it asks for.</summary>
public sealed class HostileGraphTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string ModelPath => _folder["model.zip"];

    public static TheoryData<string, string> Graphs { get; } = new()
    {
        { "a constant of gigabytes out of 16 bytes, computed while it loads", "ConstantOfShape" },
        { "a random tensor", "RandomNormal" },
        { "an input that is copied a million times", "Tile" },
        { "a loop", "Loop" },
        { "an operator of another operator set", "of operator set 'com.microsoft'" },
        { "paddings of gigabytes around a pixel", "pads 40000" },
        { "an outer product", "up to 33554432 numbers" },
        { "sums that each widen the last", "up to 33554432 numbers" },
        { "an input of a billion frames", "up to 33554432 numbers" },
        { "as many windows as a day of work has", "multiplications for a clip" },
        { "a constant whose bytes lie in /etc/passwd", "with field 13" },
        { "a constant with a shape of 10^18 and no bytes", "of shape [1000000000, 1000000000] and 0 bytes" },
        { "a constant with a negative shape", "of shape [-1, 4] and 4 bytes" },
        { "11,000 operators", "more than 10000 operators" },
        { "functions of its own", "field 25" },
        { "an attribute with a graph in it", "with field 6" },
        { "a field that is longer than the file", "where" },
        { "a sum of nothing", "without an input 0" },
        { "an axis that is no number", "ArgMax" },
        { "a transposition that is no number", "Gemm" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Graphs))]
    public void A_network_that_asks_for_too_much_is_refused_before_it_is_given_anything(string attack, string problem)
    {
        Write(HostileGraph.Of(attack));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<ModelFormatException>(() => EmotionModel.Load(ModelPath));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        output.WriteLine($"{attack}: {error.Problem} ({allocated} bytes allocated, nothing written)");
        Assert.Contains("none of this program", error.Problem, StringComparison.Ordinal);
        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
        Assert.InRange(allocated, 0, 64 << 20);
        Assert.Equal([ModelPath], Directory.EnumerateFileSystemEntries(_folder["."]).Select(Path.GetFullPath));
    }

    [Fact]
    public void Metadata_that_ask_for_an_input_of_gigabytes_are_refused()
    {
        var hour = SmallModel.Metadata with
        {
            LogMel = new LogMelOptions { SampleRate = 384_000, NFft = 256, HopLength = 1, NMels = 256 },
            Input = new InputOptions { DurationSeconds = 60 },
        };
        var error = Assert.Throws<FormatException>(() => ModelMetadata.FromJson(hour.ToJson()));
        output.WriteLine(error.Message);
        Assert.Contains("23040001 frames make more than 16777216 values", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../outside/OnnxModel")]
    [InlineData("/tmp/outside/OnnxModel")]
    [InlineData("..\\..\\outside\\OnnxModel")]
    [InlineData("C:\\outside\\OnnxModel")]
    public void An_entry_whose_name_leads_out_of_the_folder_is_refused(string name)
    {
        var onnx = SmallModel.Onnx();
        WriteZip(name, [.. BitConverter.GetBytes(onnx.Length), .. onnx]);
        var error = Assert.Throws<ModelFormatException>(() => EmotionModel.Load(ModelPath));
        output.WriteLine($"{error.Problem}; nothing written");
        Assert.Contains($"leads out of the folder that it would be unpacked to ({name})", error.Problem, StringComparison.Ordinal);
        Assert.Equal([ModelPath], Directory.EnumerateFileSystemEntries(_folder["."]).Select(Path.GetFullPath));
        Assert.False(File.Exists(Path.GetFullPath(Path.Combine(_folder["."], name))));
    }

    [Fact]
    public void A_zip_bomb_is_refused_before_it_is_inflated()
    {
        WriteZip("a/OnnxModel", new byte[400 << 20]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<ModelFormatException>(() => EmotionModel.Load(ModelPath));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        output.WriteLine($"{new FileInfo(ModelPath).Length} bytes that inflate to {400 << 20}: {error.Problem} ({allocated} bytes allocated)");
        Assert.Contains("a network of 419430400 bytes, compressed to", error.Problem, StringComparison.Ordinal);
        Assert.InRange(allocated, 0, 16 << 20);
    }

    private void Write(byte[] onnx) => WriteZip("TransformerChain/Transform_000/OnnxModel", [.. BitConverter.GetBytes(onnx.Length), .. onnx]);

    private void WriteZip(string name, byte[] bytes)
    {
        using var zip = new ZipArchive(File.Create(ModelPath), ZipArchiveMode.Create);
        using var stream = zip.CreateEntry(name).Open();
        stream.Write(bytes);
    }
}
