using System.Text.Json;
using System.Text.Json.Serialization;

namespace EmotionGpu.Training.Corpora;

/// <summary>
/// A protocol of the user's own, a JSON file: <c>{"folds": [{"validation": [ids], "test": [ids]}]}</c>. Everyone on neither list
/// trains; either list may be left out.
/// </summary>
public static class ProtocolFile
{
    private const string Form = """{"folds": [{"validation": [ids], "test": [ids]}]}""";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Reads and checks a file; the protocol gets the file's name without its ending.</summary>
    /// <param name="path">The file.</param>
    /// <param name="lastActor">Largest number that an actor can have.</param>
    /// <exception cref="ProtocolException">The file cannot be read, has another form, or names an actor wrongly.</exception>
    public static Protocol Read(string path, int lastActor)
    {
        var document = Parse(path);
        if (document?.Folds is not { Count: > 0 } folds)
            throw new ProtocolException($"{path}: no folds; wanted {Form}");
        for (var i = 0; i < folds.Count; i++)
            Check(path, lastActor, i, folds[i] ?? throw new ProtocolException($"{path}: fold {i} is null; wanted {Form}"));
        ProtocolFold[] checkedFolds = [.. folds.Select(fold => new ProtocolFold(fold!.Validation ?? [], fold.Test ?? []))];
        int[] actors = [.. checkedFolds.SelectMany(fold => fold.Validation.Concat(fold.Test)).Distinct().Order()];
        return new Protocol(Path.GetFileNameWithoutExtension(path), actors, checkedFolds);
    }

    private static Document? Parse(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Document>(File.ReadAllText(path), Json);
        }
        catch (JsonException error)
        {
            var place = error.LineNumber is { } line ? FormattableString.Invariant($" (line {line + 1})") : "";
            throw new ProtocolException($"{path}: not a protocol{place}; wanted {Form}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ProtocolException($"{path}: cannot be read: {error.Message}", error);
        }
    }

    private static void Check(string path, int lastActor, int index, DocumentFold fold)
    {
        var seen = new HashSet<int>();
        foreach (var actor in (fold.Validation ?? []).Concat(fold.Test ?? []))
        {
            if (actor < 1 || actor > lastActor)
                throw new ProtocolException($"{path}: fold {index} names actor {actor}; actors are 1 to {lastActor}");
            if (!seen.Add(actor))
                throw new ProtocolException($"{path}: fold {index} names actor {actor} twice; each actor must train, validate or test");
        }
    }

    private sealed record Document(IReadOnlyList<DocumentFold?>? Folds);

    private sealed record DocumentFold(IReadOnlyList<int>? Validation, IReadOnlyList<int>? Test);
}
