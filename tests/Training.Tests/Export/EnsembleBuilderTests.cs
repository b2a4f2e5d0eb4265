using EmotionGpu.Inference;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Export;
using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Tests.Metrics;
using EmotionGpu.Training.Trainers;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmotionGpu.Training.Tests.Export;

public sealed class EnsembleBuilderTests : IDisposable
{
    private const int Clips = 6;
    private readonly string _folder = Directory.CreateTempSubdirectory("emotiongpu-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Runs_answer_together_with_the_mean_of_their_probabilities()
    {
        // Different people validated: no clip is there to fit a temperature on.
        var runs = new[] { Run(1), Run(2, temperature: 2, heard: "Actor_02"), Run(3) };
        var ensemble = EnsembleBuilder.FromRuns(runs);
        Assert.Equal((3, 2, 1.0), (ensemble.Metadata.Members, ensemble.Metadata.Crops, ensemble.Metadata.Temperature));
        ModelPackage.Save(ensemble.Onnx, ensemble.Metadata, Path.Combine(_folder, "model.zip"));

        var inputs = Inputs();
        Run(2); // without a temperature of its own
        var ofRuns = runs.Select(run => Probabilities(Path.Combine(run, "model.zip"), inputs)).ToArray();
        var expected = Enumerable.Range(0, ofRuns[0].Length).Select(i => ofRuns.Average(one => one[i]));
        var found = Probabilities(Path.Combine(_folder, "model.zip"), inputs);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-5));

        var ml = new MLContext();
        var chain = ml.Model.Load(Path.Combine(_folder, "model.zip"), out _);
        using var disposable = chain as IDisposable;
        var schema = SchemaDefinition.Create(typeof(InputRow));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1, 16, 22);
        var rows = chain.Transform(ml.Data.LoadFromEnumerable(inputs.Chunk(16 * 22).Select(row => new InputRow { Features = row }), schema));
        Assert.All(
            found.Zip(rows.GetColumn<float[]>("Probability").SelectMany(row => row)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.Equal(
            found.Chunk(SampleNetwork.Classes.Length).Select(row => (uint)Array.IndexOf(row, row.Max()) + 1), rows.GetColumn<uint>("PredictedLabel"));
    }

    [Fact]
    public void Its_temperature_is_that_of_the_mean_of_the_runs_validation_predictions()
    {
        var runs = new[] { Run(1, temperature: 3), Run(2, temperature: 5) };
        var together = Ensemble.OverSeeds([.. Validation(1, "Actor_01"), .. Validation(2, "Actor_01")]);
        var expected = Temperature.Fit(together).Value;
        Assert.NotEqual(1, expected);
        Assert.Equal(expected, EnsembleBuilder.FromRuns(runs).Metadata.Temperature, 1e-12);
    }

    [Fact]
    public void Runs_that_learned_emotions_answer_together_with_the_sentiments_that_these_add_up_to()
    {
        string[] runs = [Run(1, learnsEmotions: true), Run(2, learnsEmotions: true, heard: "Actor_02")];
        var ensemble = EnsembleBuilder.FromRuns(runs);
        Assert.Equal(["negative", "neutral", "positive"], ensemble.Metadata.Classes.Order(StringComparer.Ordinal));
        ModelPackage.Save(ensemble.Onnx, ensemble.Metadata, Path.Combine(_folder, "model.zip"));

        // A seed's weights are the same in both modes.
        var inputs = Inputs();
        var ofEmotions = new[] { Run(1), Run(2) }.Select(run => Probabilities(Path.Combine(run, "model.zip"), inputs)).ToArray();
        var groups = TaskMode.Sentiment.ClassOfEmotions();
        var expected = Enumerable.Range(0, Clips).SelectMany(clip => ensemble.Metadata.Classes.Select((_, index) => groups.Index()
            .Where(emotion => emotion.Item == index).Sum(emotion => ofEmotions.Average(one => one[clip * groups.Count + emotion.Index]))));
        Assert.All(expected.Zip(Probabilities(Path.Combine(_folder, "model.zip"), inputs)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void Runs_that_differ_in_more_than_weights_and_temperature_are_refused()
    {
        var runs = new[] { Run(1), Run(2, crops: 5) };
        var error = Assert.Throws<EnsembleException>(() => EnsembleBuilder.FromRuns(runs));
        Assert.Contains("\"crops\":5", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_run_is_no_ensemble_and_an_ensemble_no_run()
    {
        var run = Run(1);
        Assert.Throws<EnsembleException>(() => EnsembleBuilder.FromRuns([run]));
        Assert.Throws<EnsembleException>(() => EnsembleBuilder.FromRuns([.. Enumerable.Repeat(run, 11)]));
        var ensemble = EnsembleBuilder.FromRuns([run, run]);
        ModelPackage.Save(ensemble.Onnx, ensemble.Metadata, Path.Combine(run, "model.zip"));
        Assert.Contains(
            "an ensemble of 2 networks", Assert.Throws<ModelFormatException>(() => EnsembleBuilder.FromRuns([run, run])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_weights_are_named()
    {
        var run = Run(1);
        File.Delete(Path.Combine(run, "model.safetensors"));
        Assert.Contains("model.safetensors", Assert.Throws<FileNotFoundException>(() => EnsembleBuilder.FromRuns([run, run])).Message, StringComparison.Ordinal);
    }

    /// <summary>What a training leaves of its network.</summary>
    private string Run(int seed, double temperature = 1, int crops = 2, string heard = "Actor_01", bool learnsEmotions = false)
    {
        using var sample = new SampleNetwork(Architecture.SmallCnn, mels: 16, seconds: 0.5, seed: seed);
        var metadata = sample.Metadata with { Temperature = temperature, Crops = crops };
        var mode = TaskMode.Sentiment;
        if (learnsEmotions)
            metadata = metadata with { Mode = mode.Name(), Classes = mode.Classes(), Groups = mode.ClassOfEmotions() };
        var run = Directory.CreateDirectory(Path.Combine(_folder, learnsEmotions ? $"{mode.Name()}{seed}" : $"run{seed}")).FullName;
        SafetensorsWeights.Save(sample.Network, Path.Combine(run, "model.safetensors"));
        ModelPackage.Save(OnnxExporter.Export(sample.Network, metadata), metadata, Path.Combine(run, "model.zip"));
        new PredictionTable(metadata.Classes, Validation(seed, heard, metadata.Classes.Count)).Write(Path.Combine(run, "validation.csv"));
        return run;
    }

    /// <summary>What a run says of 24 clips.</summary>
    private static ClipPrediction[] Validation(int seed, string heard, int classes = 8) => [.. InventedPredictions
        .Of([0.7], seeds: 1, classes: classes, draw: seed)
        .Select(clip => clip with { Path = $"{heard}/{Path.GetFileName(clip.Path)}", Seed = seed })];

    private static float[] Inputs()
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, Clips * 16 * 22).Select(_ => (float)(4 * random.NextDouble() - 2))];
    }

    private static float[] Probabilities(string path, float[] inputs)
    {
        using var model = EmotionModel.Load(path);
        return [.. model.PredictInputs(inputs).SelectMany(one => one.Probabilities)];
    }

    private sealed class InputRow
    {
        public float[] Features { get; set; } = [];
    }
}
