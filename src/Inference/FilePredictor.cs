using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices;

namespace EmotionGpu.Inference;

/// <summary>Predicts recordings by their paths; one that cannot be read is refused and the rest goes on.</summary>
public static class FilePredictor
{
    /// <summary>Recordings in memory at a time: enough to keep all cores busy, and memory does not grow with the list.</summary>
    private const int ChunkSize = 64;

    /// <summary>One prediction or refusal a path, in the order of the paths, made as they are asked for.</summary>
    /// <param name="model">The model.</param>
    /// <param name="paths">WAV files.</param>
    /// <param name="backend">Made for the model's front end; not disposed.</param>
    /// <exception cref="ArgumentException">The backend was made for another front end.</exception>
    public static IEnumerable<FilePrediction> PredictFiles(this EmotionModel model, IEnumerable<string> paths, IFeatureBackend backend)
    {
        foreach (var chunk in paths.Chunk(ChunkSize))
        {
            var read = chunk.AsParallel().AsOrdered().Select(Read).ToArray();
            var predictions = model.Predict([.. read.Select(recording => recording.Sound).OfType<Waveform>()], backend);
            var next = 0;
            for (var i = 0; i < chunk.Length; i++)
            {
                var prediction = read[i].Sound is null ? null : predictions[next++];
                yield return new FilePrediction(chunk[i], prediction, read[i].Problem);
            }
        }
    }

    private static (Waveform? Sound, string? Problem) Read(string path)
    {
        try
        {
            return (WavReader.Read(path), null);
        }
        catch (AudioFormatException refused)
        {
            return (null, refused.Problem);
        }
    }
}
