using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Cache;
using EmotionGpu.Features.Devices.Cpu;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Inference;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Data;
using EmotionGpu.Training.Export;
using EmotionGpu.Training.Trainers;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmotionGpu.Training.Tests.Export;

/// <summary>Recordings, cache, data view and chain on one side, recordings and model.zip on the other.</summary>
public sealed class CacheToModelTests : IDisposable
{
    private const int Clips = 12;
    private readonly string _folder = Directory.CreateTempSubdirectory("emotiongpu-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0, Standardisation.Crop)]
    [InlineData(30, Standardisation.Crop)]
    [InlineData(30, Standardisation.Fixed)]
    public void Evaluating_the_cache_and_predicting_the_files_give_the_same_probabilities(double floor, Standardisation standardisation)
    {
        using var sample = new SampleNetwork(Architecture.SmallCnn, mels: 32, seconds: 0.4);
        var metadata = sample.Metadata with { Input = sample.Metadata.Input with { FloorDecibel = floor, Standardisation = standardisation } };
        var paths = Enumerable.Range(0, Clips).Select(i => Path.Combine(_folder, "data", $"{i:00}.wav")).ToArray();
        Directory.CreateDirectory(Path.Combine(_folder, "data"));
        foreach (var (i, path) in paths.Index())
            WriteWav(path, sampleRate: i % 2 == 0 ? 16_000 : 48_000, samples: 3000 + 2500 * i);

        using var backend = new CpuBackend(metadata.LogMel);
        var build = CacheBuilder.Build(
            Path.Combine(_folder, "data"), Path.Combine(_folder, "cache"), backend, new CacheBuildOptions(), null, CancellationToken.None);
        using var cache = new FeatureCache(Path.Combine(_folder, "cache"));
        var rows = build.Entries.Select((entry, i) => (new CorpusClip(entry.Path, 1, (Emotion)(i % 8), 1, 1, 1), entry)).ToArray();
        var view = new FeatureDataView(cache.Read, rows, TaskMode.Emotion, metadata.LogMel, metadata.Input);
        var ml = new MLContext();
        var onnx = OnnxExporter.Export(sample.Network, metadata);
        var chain = OnnxModelChain.Create(ml, onnx, metadata);
        using var disposable = chain as IDisposable;
        var scored = chain.Transform(view);

        ModelPackage.Save(ml, chain, view.Schema, Path.Combine(_folder, "model.zip"));
        using var model = EmotionModel.Load(Path.Combine(_folder, "model.zip"));
        var predictions = model.PredictFiles(paths).ToArray();
        Assert.All(
            scored.GetColumn<float[]>("Probability").SelectMany(row => row).Zip(predictions.SelectMany(one => one.Prediction!.Probabilities)),
            pair => Assert.Equal(pair.First, pair.Second, 1e-5));

        var right = predictions.Where((one, i) => one.Prediction!.Label == SampleNetwork.Classes[i % 8]).Count();
        Assert.Equal(right / (double)Clips, ml.MulticlassClassification.Evaluate(scored).MicroAccuracy, 9);
    }

    private static void WriteWav(string path, int sampleRate, int samples)
    {
        var random = new Random(samples);
        using var file = File.Create(path);
        PcmWav.Write(file, sampleRate,
            [.. Enumerable.Range(0, samples).Select(i => (short)(8000 * Math.Sin(i * samples * 1e-5) + random.Next(-4000, 4000)))]);
    }
}
