using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace EmotionGpu.Inference.Tests;

/// <summary>The sample program, which has two ML.NET packages, ONNX Runtime's native library and nothing of this repository.</summary>
public sealed class PredictWithMlNetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_program_with_ML_NET_and_ONNX_Runtime_predicts_what_the_model_does()
    {
        SmallModel.Save(_folder["model.zip"]);
        var input = SmallModel.RandomInputs(1);
        WriteNpy(_folder["input.npy"], input);
        using var model = EmotionModel.Load(_folder["model.zip"]);
        var expected = model.PredictInputs(input)[0];

        var (exitCode, output, errors) = await SampleProgram.Run("PredictWithMlNet", _folder["model.zip"], _folder["input.npy"]);
        Assert.True(exitCode == 0, errors);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected.Label, lines[0]);
        var probabilities = lines[1..].Select(line => line.Split(' '))
            .ToDictionary(words => words[0], words => double.Parse(words[1], CultureInfo.InvariantCulture));
        Assert.Equal(model.Metadata.Classes.Order(StringComparer.Ordinal), probabilities.Keys.Order(StringComparer.Ordinal));
        Assert.All(model.Metadata.Classes, (name, i) => Assert.Equal(expected.Probabilities[i], probabilities[name], 1e-5));
    }

    [Fact]
    public async Task Input_of_another_size_is_told()
    {
        SmallModel.Save(_folder["model.zip"]);
        WriteNpy(_folder["input.npy"], new float[10]);
        var (exitCode, _, errors) = await SampleProgram.Run("PredictWithMlNet", _folder["model.zip"], _folder["input.npy"]);
        Assert.Equal(1, exitCode);
        Assert.Contains("10 values; the model takes 1 x 16 x 16", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_folder_has_nothing_of_torch_and_nothing_of_this_repository()
    {
        var files = Directory.EnumerateFiles(SampleProgram.Folder("PredictWithMlNet"), "*", SearchOption.AllDirectories).Select(Path.GetFileName).ToArray();
        Assert.Contains("Microsoft.ML.OnnxTransformer.dll", files);
        Assert.DoesNotContain(files, file => file!.Contains("torch", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(files, file => file!.Contains("EmotionGpu", StringComparison.OrdinalIgnoreCase));
    }

    private static void WriteNpy(string path, float[] values)
    {
        using var file = File.Create(path);
        var header = Encoding.ASCII.GetBytes($"{{'descr': '<f4', 'fortran_order': False, 'shape': (16, {values.Length / 16}), }}".PadRight(117) + "\n");
        file.Write([0x93, .. "NUMPY"u8, 1, 0, .. BitConverter.GetBytes((ushort)header.Length), .. header]);
        file.Write(MemoryMarshal.AsBytes<float>(values));
    }
}
