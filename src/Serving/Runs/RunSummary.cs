using System.Text.Json;

namespace EmotionGpu.Serving.Runs;

/// <summary>A run in the list: what it was and what it scored; or why its record cannot be read.</summary>
/// <param name="Name">Its folder below the folder of runs.</param>
/// <param name="Kind"><c>train</c> or <c>crossval</c>.</param>
/// <param name="Mode"><c>emotion</c> or <c>sentiment</c>.</param>
/// <param name="Protocol">By which actors were held back.</param>
/// <param name="Recipe">Name of the recipe.</param>
/// <param name="Architecture">The network.</param>
/// <param name="Created">When it started, as its record says.</param>
/// <param name="ScoredOn"><c>test</c>; or <c>validation</c>, which is optimistic, where nothing was tested.</param>
/// <param name="MacroF1">Mean F1 over classes; of a cross-validation, all folds and seeds pooled.</param>
/// <param name="Uar">Mean recall over classes.</param>
/// <param name="Accuracy">Share of clips that were right.</param>
/// <param name="Epochs">Trained; of a cross-validation the most of any.</param>
/// <param name="Report">Address of its report; null: it has none.</param>
/// <param name="Error">What is wrong with its record; null: nothing.</param>
internal sealed record RunSummary(
    string Name, string Kind, string? Mode, string? Protocol, string? Recipe, string? Architecture, string? Created, string? ScoredOn, double? MacroF1, double? Uar,
    double? Accuracy, int? Epochs, string? Report, string? Error)
{
    private const long MaxBytes = 64 << 20;

    /// <summary>Reads a run's record.</summary>
    /// <param name="run">Where it lies.</param>
    /// <param name="report">Address of its report.</param>
    public static RunSummary Read(RunFolder run, string? report)
    {
        var summary = new RunSummary(run.Name, run.IsCrossValidation ? "crossval" : "train", null, null, null, null, null, null, null, null, null, null, report, null);
        var file = Path.GetFileName(run.RecordFile);
        try
        {
            using var stream = File.OpenRead(run.RecordFile);
            if (stream.Length > MaxBytes)
                return summary with { Error = $"{file} has {stream.Length} bytes: up to {MaxBytes} are read" };
            using var document = JsonDocument.Parse(stream);
            return run.IsCrossValidation ? OfCrossValidation(summary, document.RootElement) : OfTraining(summary, document.RootElement);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return summary with { Error = $"{file} is damaged, or is no record of a run" };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return summary with { Error = $"{file} cannot be read" };
        }
    }

    private static RunSummary OfTraining(RunSummary summary, JsonElement record)
    {
        var (scoredOn, scores) = Part(record, "test") is { } test ? ("test", test) : ("validation", Part(record, "validation") ?? Part(record, "best"));
        return Described(summary, record) with
        {
            ScoredOn = scores is null ? null : scoredOn,
            MacroF1 = scores?.GetProperty("macroF1").GetDouble(),
            Uar = scores?.GetProperty("uar").GetDouble(),
            Accuracy = scores?.GetProperty("accuracy").GetDouble(),
            Epochs = record.GetProperty("epochs").GetArrayLength(),
        };
    }

    private static RunSummary OfCrossValidation(RunSummary summary, JsonElement record)
    {
        var (scoredOn, scored) = Part(record, "test") is { } test ? ("test", test) : ("validation", Part(record, "optimistic"));
        var pooled = scored?.GetProperty("models").GetProperty("pooled");
        return Described(summary, record) with
        {
            ScoredOn = pooled is null ? null : scoredOn,
            MacroF1 = Estimate("macroF1"),
            Uar = Estimate("uar"),
            Accuracy = Estimate("accuracy"),
            Epochs = record.GetProperty("runs").EnumerateArray().Select(run => (int?)run.GetProperty("epochs").GetInt32()).Max(),
        };

        double? Estimate(string metric) => pooled?.GetProperty(metric).GetProperty("estimate").GetDouble();
    }

    private static RunSummary Described(RunSummary summary, JsonElement record) => summary with
    {
        Mode = record.GetProperty("mode").GetString(),
        Protocol = record.GetProperty("protocol").GetString(),
        Recipe = record.GetProperty("recipe").GetString(),
        Architecture = record.GetProperty("options").GetProperty("recipe").GetProperty("architecture").GetString(),
        Created = record.GetProperty("environment").GetProperty("started").GetString(),
    };

    private static JsonElement? Part(JsonElement record, string name) =>
        record.TryGetProperty(name, out var part) && part.ValueKind == JsonValueKind.Object ? part : null;
}
