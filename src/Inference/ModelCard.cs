using System.Text.Json;

namespace EmotionGpu.Inference;

/// <summary>What a user of a model must know: what it learned from, how well its recipe does on people it has not heard, where it ends (Mitchell et al. 2019, arXiv:1810.03993).</summary>
/// <param name="Recipe">Name of the recipe that made it.</param>
/// <param name="Corpus">Name of the corpus, <c>ravdess</c> say; <c>demo</c> is synthetic.</param>
/// <param name="Clips">Recordings that it was trained on.</param>
/// <param name="Actors">People who speak in them.</param>
/// <param name="Scores">Of the same recipe, cross-validated.</param>
/// <param name="Points">Task, data, limits and licence in words.</param>
public sealed record ModelCard(
    string Recipe, string Corpus, int Clips, int Actors, ModelCardScores Scores, IReadOnlyList<ModelCardPoint> Points)
{
    /// <summary>Name of its entry in a <c>model.zip</c>.</summary>
    public const string EntryName = "card.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>This record as JSON, camelCase, UTF-8.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">Not such a record.</exception>
    public static ModelCard FromJson(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<ModelCard>(json, Json) ?? throw new JsonException("found null");
}

/// <summary>One thing to know.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Text">Sentences.</param>
public sealed record ModelCardPoint(string Title, string Text);

/// <summary>Scores on recordings of people whom the network had not heard, pooled over folds and seeds.</summary>
/// <param name="Protocol">Who trained and who tested.</param>
/// <param name="Seeds">Trainings of each fold.</param>
/// <param name="Clips">Recordings scored.</param>
/// <param name="Actors">People who speak in them.</param>
/// <param name="ChanceUar">UAR of guessing.</param>
/// <param name="MacroF1">Mean of the classes' F1.</param>
/// <param name="Uar">Mean of the classes' recalls.</param>
/// <param name="Accuracy">Share of right answers.</param>
public sealed record ModelCardScores(
    string Protocol, int Seeds, int Clips, int Actors, double ChanceUar, ModelCardScore MacroF1, ModelCardScore Uar, ModelCardScore Accuracy);

/// <summary>A score of one network, mean over seeds, with its 95% interval over actors.</summary>
/// <param name="Estimate">The score.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public sealed record ModelCardScore(double Estimate, double Low, double High);
