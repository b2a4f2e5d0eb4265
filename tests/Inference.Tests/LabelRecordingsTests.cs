using EmotionGpu.Features.Audio;

namespace EmotionGpu.Inference.Tests;

public sealed class LabelRecordingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_program_of_fifteen_lines_labels_recordings_and_says_when()
    {
        SmallModel.Save(_folder["model.zip"]);
        var random = new Random(1);
        using (var file = File.Create(_folder["clip.wav"]))
            PcmWav.Write(file, 16_000, [.. Enumerable.Range(0, 32_000).Select(_ => (short)random.Next(-9000, 9000))]);

        var (exitCode, output, errors) = await SampleProgram.Run("LabelRecordings", _folder["model.zip"], _folder["clip.wav"]);
        Assert.True(exitCode == 0, errors);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        using var model = EmotionModel.Load(_folder["model.zip"]);
        Assert.Equal($"{_folder["clip.wav"]}: {model.Predict(_folder["clip.wav"]).Label}, uncertainty", lines[0][..lines[0].LastIndexOf("uncertainty", StringComparison.Ordinal)] + "uncertainty");
        Assert.Equal(
            model.Timeline(_folder["clip.wav"]).Select(window => $"  {window.Start:F1} to {window.End:F1} s: {window.Prediction?.Label ?? "silence"}"), lines[1..]);
    }

    [Fact]
    public void It_is_short_and_its_folder_has_nothing_of_torch()
    {
        var folder = SampleProgram.Folder("LabelRecordings");
        Assert.DoesNotContain(
            Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName), file => file!.Contains("torch", StringComparison.OrdinalIgnoreCase));
        Assert.InRange(File.ReadLines(Path.Combine(folder, "..", "..", "..", "Program.cs")).Count(line => line.Trim().Length > 0), 5, 15);
    }
}
