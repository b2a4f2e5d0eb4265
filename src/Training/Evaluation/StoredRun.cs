using System.Text.Json;
using System.Text.Json.Nodes;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Reports;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Evaluation;

/// <summary>Finds out whether a run is in its folder already, and is the one that is wanted.</summary>
internal static class StoredRun
{
    private const string ModelFile = "model.zip";

    /// <summary>The record of a finished run; null where there is none.</summary>
    /// <exception cref="CrossValidationException">It was made with other options, is damaged, or lacks the model that is to be kept.</exception>
    public static RunRecord? Find(TrainingRequest request)
    {
        var path = Path.Combine(request.RunFolder, RunJson.FileName);
        if (!File.Exists(path))
            return null;
        var record = Read(path);
        var options = new RunOptions(request.LogMel, request.Input, request.Recipe, RunInit.Of(request.Init));
        var precision = request.Precision ?? record.Precision;
        var wanted = new { Mode = request.Mode.Name(), request.Fold, request.Seed, Precision = precision, Options = Unnamed(options) };
        var found = new { record.Mode, record.Fold, record.Seed, record.Precision, Options = Unnamed(record.Options) };
        Require(path, Difference(Json(found), Json(wanted), ""));
        if (!request.ScoresOnly && !File.Exists(Path.Combine(request.RunFolder, ModelFile)))
        {
            throw new CrossValidationException($"{request.RunFolder}: this run is finished without a model ({ModelFile}), which --keep-models wants; "
                + "remove the folder to train it again, or leave --keep-models out");
        }

        return record;
    }

    /// <summary>Checks that a finished run had the protocol, actors and clips that it would have now.</summary>
    /// <param name="record">The run.</param>
    /// <param name="request">The run as it would be made now.</param>
    /// <param name="corpus">The data.</param>
    /// <exception cref="CrossValidationException">It had others.</exception>
    public static void RequireSameSides(RunRecord record, TrainingRequest request, SessionCorpus corpus)
    {
        var fold = new SessionFold(request, corpus);
        var wanted = new { corpus.Recordings.Corpus, Protocol = corpus.Recordings.Protocol.Name, fold.Actors, fold.Clips, corpus.Recordings.Named.Speakers };
        var found = new { record.Corpus, record.Protocol, record.Actors, record.Clips, record.Speakers };
        Require(Path.Combine(request.RunFolder, RunJson.FileName), Difference(Json(found), Json(wanted), ""));
    }

    /// <summary>The record of a run.</summary>
    /// <param name="path">Its file.</param>
    /// <exception cref="CrossValidationException">It is damaged.</exception>
    public static RunRecord Read(string path)
    {
        try
        {
            return RunJson.Read(path);
        }
        catch (JsonException error)
        {
            throw new CrossValidationException($"{path} is no record of a run: {error.Message}; remove its folder to train it again", error);
        }
    }

    // Its name is what a recipe was made from, not what it is.
    private static RunOptions Unnamed(RunOptions options) => options with { Recipe = options.Recipe with { Name = "" } };

    private static JsonNode? Json<T>(T facts) => JsonSerializer.SerializeToNode(facts, RunJson.Options);

    private static void Require(string path, string? difference)
    {
        if (difference is not null)
            throw new CrossValidationException($"{path} is of another run: {difference}; name another folder, or ask for the same");
    }

    /// <summary>The first place where two documents differ, in words; null where they do not.</summary>
    private static string? Difference(JsonNode? found, JsonNode? wanted, string place)
    {
        if (found is JsonObject foundObject && wanted is JsonObject wantedObject)
        {
            return wantedObject
                .Select(part => Difference(foundObject[part.Key], part.Value, place.Length == 0 ? part.Key : $"{place}.{part.Key}"))
                .FirstOrDefault(difference => difference is not null);
        }

        return JsonNode.DeepEquals(found, wanted) ? null : $"{place} is {InWords(found)} there and {InWords(wanted)} here";
    }

    private static string InWords(JsonNode? value) => value?.ToJsonString() ?? "null";
}
