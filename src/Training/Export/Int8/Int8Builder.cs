using System.Text.Json;
using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices;
using EmotionGpu.Inference;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Reports;

namespace EmotionGpu.Training.Export.Int8;

/// <summary>
/// Writes the networks of runs with 8-bit convolutions. The ranges of their values are those over the centred crops of training recordings: nobody who validates or tests is
/// looked at.
/// </summary>
public static class Int8Builder
{
    private const int BatchSize = 16;

    /// <summary>Recordings of the actors whom every one of the runs trained on, evenly spread over the corpus.</summary>
    /// <param name="runs">Run folders.</param>
    /// <param name="corpus">Recordings, of which it is known who speaks.</param>
    /// <param name="count">At most so many.</param>
    /// <returns>Paths relative to the data folder; none where no such actor is there.</returns>
    /// <exception cref="FileNotFoundException">A run has no <c>run.json</c>.</exception>
    /// <exception cref="EnsembleException">A <c>run.json</c> is damaged, or the run was trained on another corpus.</exception>
    public static IReadOnlyList<string> TrainingRecordings(IReadOnlyList<string> runs, Corpus corpus, int count)
    {
        RunRecord[] records = [.. runs.Select(Record)];
        foreach (var (run, record) in runs.Zip(records))
            RequireSameCorpus(run, record, corpus);
        var actors = records.Select(record => record.Actors.Train.AsEnumerable()).Aggregate((all, some) => all.Intersect(some)).ToHashSet();
        string[] paths = [.. corpus.Clips.Where(clip => actors.Contains(clip.Actor)).Select(clip => clip.Path).Order(StringComparer.Ordinal)];
        return paths.Length <= count ? paths : [.. Enumerable.Range(0, count).Select(i => paths[(long)i * paths.Length / count])];
    }

    /// <summary>The networks with 8 bits.</summary>
    /// <param name="runs">Folders with <c>model.zip</c> and <c>model.safetensors</c>; several answer together as in <see cref="EnsembleBuilder"/>.</param>
    /// <param name="recordings">Paths of one or more recordings that show what the networks' values are.</param>
    /// <param name="progress">Told how many of them are done.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="AudioFormatException">A recording cannot be read.</exception>
    /// <exception cref="FileNotFoundException">A file of a run is missing.</exception>
    /// <exception cref="ModelFormatException">A file of a run is damaged.</exception>
    /// <exception cref="EnsembleException">The runs' models differ in more than their weights.</exception>
    public static EnsembleNetwork FromRuns(
        IReadOnlyList<string> runs, IReadOnlyList<string> recordings, IProgress<int>? progress, CancellationToken cancellation)
    {
        var (model, metadata) = EnsembleBuilder.ModelOf(runs);
        var int8 = new Int8Graph(model);
        using var backend = FeatureBackends.Create(BackendKind.Cpu, metadata.LogMel);
        var ranges = ActivationRanges.Observe(model, int8.Values, Batches(backend, metadata, recordings, progress, cancellation), metadata);
        return new(OnnxWriter.Write(Int8Model.Of(model, int8, ranges)), metadata);
    }

    // An actor's number means somebody in one corpus alone.
    private static void RequireSameCorpus(string run, RunRecord record, Corpus corpus)
    {
        var found = record.Corpus == "demo" ? CorpusKind.Ravdess.Name() : record.Corpus;
        if (found != corpus.Kind.Name())
            throw new EnsembleException($"{run} was trained on corpus {record.Corpus}, the recordings are of corpus {corpus.Kind.Name()}; give those that it was trained with");
        var other = record.Speakers?.FirstOrDefault(speaker => corpus.Speakers?.GetValueOrDefault(speaker.Key, speaker.Value) != speaker.Value);
        if (other is { Key: var actor, Value: { } name })
            throw new EnsembleException($"{run} calls actor {actor} {name}, the labels of the recordings do not; give those that it was trained with");
    }

    private static RunRecord Record(string run)
    {
        var path = Path.Combine(run, RunJson.FileName);
        try
        {
            return RunJson.Read(path);
        }
        catch (JsonException error)
        {
            throw new EnsembleException($"{path} is no record of a run: {error.Message}; name folders as their trainings left them", error);
        }
    }

    private static IEnumerable<float[]> Batches(
        IFeatureBackend backend, ModelMetadata metadata, IReadOnlyList<string> recordings, IProgress<int>? progress, CancellationToken cancellation)
    {
        var done = 0;
        foreach (var paths in recordings.Chunk(BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            var clips = backend.Clips([.. paths.Select(WavReader.Read)]);
            var batch = new float[paths.Length * metadata.LogMel.NMels * metadata.Input.Frames(metadata.LogMel)];
            backend.CentredCrops(clips, metadata.Input, batch);
            yield return batch;
            progress?.Report(done += paths.Length);
        }
    }
}
