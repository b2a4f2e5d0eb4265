using System.Text.Json;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Inference;

namespace EmotionGpu.Serving;

/// <summary>A model that a server answers with, and what is known of it.</summary>
/// <param name="Name">For people: the run folder's name, or that of the file.</param>
/// <param name="Model">Whoever made the server disposes it, after the server.</param>
/// <param name="Scores">On actors that it never heard; null where nobody knows.</param>
public sealed record ServedModel(string Name, EmotionModel Model, ModelScores? Scores) : IDisposable
{
    /// <summary>Reads a model, and its scores where a <c>run.json</c> lies beside it.</summary>
    /// <param name="path">A <c>model.zip</c>.</param>
    /// <param name="features">Makes what computes the features; null: the processor.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="ModelFormatException">Not a model of this program and version.</exception>
    public static ServedModel Load(string path, Func<LogMelOptions, IFeatureBackend>? features = null) => Of(path, EmotionModel.Load(path, features, waitsSpinning: false));

    /// <summary>A model that is read already.</summary>
    /// <param name="path">Its <c>model.zip</c>.</param>
    /// <param name="model">The model.</param>
    public static ServedModel Of(string path, EmotionModel model)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var file = Path.GetFileNameWithoutExtension(path);
        var name = file == "model" && Path.GetFileName(folder) is { Length: > 0 } run ? run : file;
        return new ServedModel(name, model, ModelScores.Beside(folder));
    }

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();
}

/// <summary>What a model scored on its test actors.</summary>
/// <param name="Protocol">By which protocol actors were held back.</param>
/// <param name="TestActors">Who was never heard.</param>
/// <param name="MacroF1">Mean F1 over classes.</param>
/// <param name="Uar">Mean recall over classes.</param>
/// <param name="Accuracy">Share of clips that were right.</param>
public sealed record ModelScores(string Protocol, IReadOnlyList<int> TestActors, double MacroF1, double Uar, double Accuracy)
{
    /// <summary>The scores in a folder's <c>run.json</c>; null where there is none, it tested nothing, or it cannot be read.</summary>
    internal static ModelScores? Beside(string folder)
    {
        try
        {
            using var file = File.OpenRead(Path.Combine(folder, "run.json"));
            using var document = JsonDocument.Parse(file);
            var run = document.RootElement;
            var test = run.GetProperty("test");
            return test.ValueKind == JsonValueKind.Null ? null : new ModelScores(
                run.GetProperty("protocol").GetString() ?? "",
                [.. run.GetProperty("actors").GetProperty("test").EnumerateArray().Select(actor => actor.GetInt32())],
                test.GetProperty("macroF1").GetDouble(), test.GetProperty("uar").GetDouble(), test.GetProperty("accuracy").GetDouble());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // Scores are told where they are known; a model works without.
            return null;
        }
    }
}
