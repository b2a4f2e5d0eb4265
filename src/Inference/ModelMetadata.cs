using System.Text.Json;
using System.Text.Json.Serialization;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Inference;

/// <summary>
/// What a model needs besides its weights; stored as JSON (camelCase) under <see cref="Key"/> in the ONNX file's metadata, and
/// so inside <c>model.zip</c>.
/// </summary>
/// <param name="FormatVersion">Version of this record; <see cref="CurrentFormatVersion"/> when written by this code.</param>
/// <param name="Mode"><c>emotion</c> or <c>sentiment</c>.</param>
/// <param name="Classes">Label names in the order of the scores.</param>
/// <param name="LogMel">The front end.</param>
/// <param name="Input">The crop.</param>
/// <param name="Architecture"><c>resnet18</c> or <c>smallcnn</c>.</param>
/// <param name="Corpus">What it was trained on, in words.</param>
/// <param name="Synthetic">Whether that is sounds made by a program; models written before this was recorded say false.</param>
/// <param name="Members">Networks that answer together, 1 to 10; their probabilities are averaged inside the ONNX file. Older models have one.</param>
/// <param name="Crops">
/// Crops of a recording whose probabilities are averaged, 1 to 100 (<see cref="InputOptions.CropStarts"/>). Older models look at the centred one.
/// </param>
/// <param name="Temperature">
/// Above 0: the temperature fitted on validation actors, which <see cref="EmotionModel"/> applies to probabilities averaged over members and crops
/// (<see cref="TemperatureScaling"/>). The ONNX file's own output <see cref="ProbabilityName"/> is without it, so that averages commute. Older models have 1.
/// </param>
/// <param name="Groups">
/// Class of each of the network's own scores, whose probabilities are added up to the classes' inside the ONNX file; null: the scores are those of
/// the classes.
/// </param>
public sealed record ModelMetadata(
    int FormatVersion, string Mode, IReadOnlyList<string> Classes, LogMelOptions LogMel, InputOptions Input, string Architecture, string Corpus,
    bool Synthetic = false, int Members = 1, int Crops = 1, double Temperature = 1, IReadOnlyList<int>? Groups = null)
{
    /// <summary>Key of the JSON in the ONNX file's metadata.</summary>
    public const string Key = "emotiongpu";

    /// <summary>Version that this code writes and reads.</summary>
    public const int CurrentFormatVersion = 1;

    private const int MaxClasses = 1000;

    /// <summary>More would not fit into the largest ONNX file that is read.</summary>
    private const int MaxMembers = 10;

    private const int MaxCrops = 100;

    /// <summary>Name of the network's input, float32 [clip, 1, mel, frame].</summary>
    public const string InputName = "Features";

    /// <summary>Name of the network's output before softmax, float32 [clip, class].</summary>
    public const string ScoreName = "Score";

    /// <summary>Name of the softmax of the scores, float32 [clip, class].</summary>
    public const string ProbabilityName = "Probability";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // Derived values (the hash, say) would only go stale.
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>This record as JSON, camelCase, on one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads what <see cref="ToJson"/> wrote and checks every value.</summary>
    /// <exception cref="FormatException">Not such a record; the message says what was found and what was wanted.</exception>
    public static ModelMetadata FromJson(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var version = document.RootElement.GetProperty("formatVersion").GetInt32();
            if (version != CurrentFormatVersion)
                throw new FormatException($"format version {version}: version {CurrentFormatVersion} is supported");

            return document.Deserialize<ModelMetadata>(Json)!.Validate();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new FormatException($"not the description of a model ({error.Message})", error);
        }
    }

    /// <summary>Checks every value.</summary>
    /// <returns>This record.</returns>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public ModelMetadata Validate()
    {
        LogMel.Validate();
        Input.Validate(LogMel);
        var different = Classes.Where(name => !string.IsNullOrWhiteSpace(name)).Distinct(StringComparer.Ordinal).Count();
        if (Classes.Count is < 1 or > MaxClasses || different != Classes.Count)
            throw new ArgumentException($"classes [{string.Join(", ", Classes.Take(MaxClasses))}]: 1 to {MaxClasses} different names are supported");
        if (Members is < 1 or > MaxMembers)
            throw new ArgumentException($"{Members} members: 1 to {MaxMembers} are supported");
        if (Crops is < 1 or > MaxCrops)
            throw new ArgumentException($"{Crops} crops: 1 to {MaxCrops} are supported");
        if (Temperature is not (> 0 and < double.PositiveInfinity))
            throw new ArgumentException(FormattableString.Invariant($"temperature {Temperature}: a finite number above 0 is supported"));
        if (Groups is { } groups && (groups.Count > MaxClasses || !groups.Distinct().Order().SequenceEqual(Enumerable.Range(0, Classes.Count))))
            throw new ArgumentException($"groups [{string.Join(", ", groups.Take(MaxClasses))}]: each of the classes 0 to {Classes.Count - 1} and no other was wanted");
        return this;
    }
}
