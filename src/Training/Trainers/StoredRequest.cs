using System.Text.Json;
using EmotionGpu.Features.Cache;
using EmotionGpu.Training.Reports;

namespace EmotionGpu.Training.Trainers;

/// <summary>
/// What a run was asked to do, kept in its folder until it is finished, so that it can be resumed from anywhere: folders are kept as full
/// paths, which is why the file goes when the run is done.
/// </summary>
internal static class StoredRequest
{
    /// <summary>Its name in a run folder.</summary>
    public const string FileName = "request.json";

    /// <summary>Writes a request into its run folder.</summary>
    public static void Write(TrainingRequest request)
    {
        var kept = request with
        {
            DataFolder = request.DataFolder is { } data ? Path.GetFullPath(data) : null,
            Corpus = request.Corpus with { Labels = request.Corpus.Labels is { } labels ? Path.GetFullPath(labels) : null },
            CacheFolder = Path.GetFullPath(request.CacheFolder),
            RunFolder = Path.GetFullPath(request.RunFolder),
            Protocol = request.Protocol is { } protocol && File.Exists(protocol) ? Path.GetFullPath(protocol) : request.Protocol,
        };
        DurableFile.WriteText(Path.Combine(request.RunFolder, FileName), JsonSerializer.Serialize(kept, RunJson.Options) + "\n");
    }

    /// <summary>Reads the request of a run that was broken off.</summary>
    /// <param name="runFolder">The run folder.</param>
    /// <returns>The request, set to resume in that folder.</returns>
    /// <exception cref="IOException">There is none: the run is finished, or the folder holds no run.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static TrainingRequest Read(string runFolder)
    {
        var path = Path.Combine(runFolder, FileName);
        if (!File.Exists(path))
        {
            throw new IOException(File.Exists(Path.Combine(runFolder, RunJson.FileName))
                ? $"{runFolder} is a finished run ({RunJson.FileName}): there is nothing to resume"
                : $"{runFolder} holds no run that was broken off (no {FileName}); name the folder that 'train' was writing");
        }

        try
        {
            var request = JsonSerializer.Deserialize<TrainingRequest>(File.ReadAllText(path), RunJson.Options) ?? throw new JsonException("null");
            return request with { RunFolder = runFolder, Resume = true };
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path} is damaged ({error.Message}); remove the folder and train again", error);
        }
    }
}
