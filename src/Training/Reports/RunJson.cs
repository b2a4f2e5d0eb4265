using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using EmotionGpu.Features.Cache;

namespace EmotionGpu.Training.Reports;

/// <summary>
/// A run as the JSON document <c>run.json</c>, which is also what <c>train --json</c> prints: camelCase, enumerations in lower case,
/// absent parts as null.
/// </summary>
public static class RunJson
{
    /// <summary>Name of the document in a run folder.</summary>
    public const string FileName = "run.json";

    /// <summary>How the document is written; fit for the other documents of the command line too.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(new LowerCase(), allowIntegerValues: false), new FiniteOrNull() },
    };

    /// <summary>The document.</summary>
    public static string Serialize(RunRecord run) => JsonSerializer.Serialize(run, Options) + "\n";

    /// <summary>Writes the document; the file appears whole or not at all.</summary>
    public static void Write(RunRecord run, string path) => DurableFile.WriteText(path, Serialize(run));

    /// <summary>Reads a document back.</summary>
    /// <exception cref="JsonException">The file is no such document.</exception>
    public static RunRecord Read(string path)
    {
        var run = JsonSerializer.Deserialize<RunRecord>(File.ReadAllText(path), Options)
            ?? throw new JsonException($"{path}: found null, wanted a run");
        // Documents of the first version have no such list.
        return run with { Refused = run.Refused ?? [] };
    }

    private sealed class LowerCase : JsonNamingPolicy
    {
        public override string ConvertName(string name) => name.ToLowerInvariant();
    }

    /// <summary>JSON has no NaN or infinity: the loss of a training that diverged is null, and NaN again when read.</summary>
    private sealed class FiniteOrNull : JsonConverter<double>
    {
        public override bool HandleNull => true;

        public override double Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
                writer.WriteNumberValue(value);
            else
                writer.WriteNullValue();
        }
    }
}
