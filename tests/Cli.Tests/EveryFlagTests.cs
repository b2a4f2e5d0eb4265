using System.Text.Json;

namespace EmotionGpu.Cli.Tests;

/// <summary>
/// One tiny training with every number changed: recordings of RAVDESS' actors, the two of the seed protocol's validation part among them,
/// none of its test part.
/// </summary>
public sealed class EveryFlagRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public EveryFlagRun()
    {
        Recordings.WriteCorpus(_folder["data"], 1, 2, 19, 21);
        var flags = EveryFlagTests.Flags.SelectMany(row => new[] { row.Data.Item1, row.Data.Item2 }).Where(token => token.Length > 0);
        Run = _folder.Emotion(
            ["train", "--mode", "sentiment", "--data", "data", "--out", "run", "--protocol", "seed", "--recipe", "seed", "--backend", "cpu", "--json", .. flags]);
    }

    /// <summary>What the training left.</summary>
    internal EmotionProcess Run { get; }

    public void Dispose() => _folder.Dispose();
}

/// <summary>Every flag of a training reaches the value that it names, and no other.</summary>
public sealed class EveryFlagTests(EveryFlagRun training) : IClassFixture<EveryFlagRun>
{
    /// <summary>The flag, its value, where it stands in <c>run.json</c>, and what stands there; no value that the recipe has already.</summary>
    public static TheoryData<string, string, string, string> Flags { get; } = new()
    {
        { "--seed", "11", "seed", "11" },
        { "--threads", "1", "environment.threads", "1" },
        { "--epochs", "2", "options.recipe.epochs", "2" },
        { "--patience", "5", "options.recipe.patience", "5" },
        { "--batch-size", "7", "options.recipe.batchSize", "7" },
        { "--optimizer", "adamw", "options.recipe.optimizer", "adamw" },
        { "--lr", "0.002", "options.recipe.learningRate", "0.002" },
        { "--weight-decay", "0.03", "options.recipe.weightDecay", "0.03" },
        { "--warmup-epochs", "1", "options.recipe.warmupEpochs", "1" },
        { "--architecture", "smallcnn", "options.recipe.architecture", "smallcnn" },
        { "--no-batch-norm", "", "options.recipe.batchNorm", "False" },
        { "--dropout", "0.15", "options.recipe.dropout", "0.15" },
        { "--class-weight-clip", "2.5", "options.recipe.classWeightClip", "2.5" },
        { "--balanced-sampler", "", "options.recipe.balancedSampler", "True" },
        { "--label-smoothing", "0.05", "options.recipe.labelSmoothing", "0.05" },
        { "--targets", "emotions", "options.recipe.targets", "emotions" },
        { "--focal-gamma", "1.5", "options.recipe.focalGamma", "1.5" },
        { "--mixup-alpha", "0.35", "options.recipe.mixupAlpha", "0.35" },
        { "--specaug-freq", "3", "options.recipe.specAugment.freqWidth", "3" },
        { "--specaug-time", "6", "options.recipe.specAugment.timeWidth", "6" },
        { "--specaug-freq-masks", "1", "options.recipe.specAugment.freqMasks", "1" },
        { "--specaug-time-masks", "4", "options.recipe.specAugment.timeMasks", "4" },
        { "--ema-decay", "0.5", "options.recipe.emaDecay", "0.5" },
        { "--test-crops", "2", "options.recipe.testCrops", "2" },
        { "--time-warp", "0.11", "options.recipe.augment.timeWarp", "0.11" },
        { "--mel-warp", "0.07", "options.recipe.augment.melWarp", "0.07" },
        { "--mel-shift", "1.5", "options.recipe.augment.melShift", "1.5" },
        { "--gain-db", "4", "options.recipe.augment.gainDecibel", "4" },
        { "--noise-db", "-35", "options.recipe.augment.noiseDecibel", "-35" },
        { "--duration", "0.9", "options.input.durationSeconds", "0.9" },
        { "--floor-db", "75", "options.input.floorDecibel", "75" },
        { "--standardise", "fixed", "options.input.standardisation", "fixed" },
        { "--sample-rate", "16000", "options.logMel.sampleRate", "16000" },
        { "--n-fft", "256", "options.logMel.nFft", "256" },
        { "--hop-length", "250", "options.logMel.hopLength", "250" },
        { "--n-mels", "24", "options.logMel.nMels", "24" },
        { "--f-min", "40", "options.logMel.fMin", "40" },
        { "--f-max", "7000", "options.logMel.fMax", "7000" },
        { "--window", "hamming", "options.logMel.window", "hamming" },
        { "--mel-scale", "slaney", "options.logMel.melScale", "slaney" },
        { "--mel-norm", "slaney", "options.logMel.melNorm", "slaney" },
        { "--power", "1", "options.logMel.power", "1" },
        { "--floor", "0.001", "options.logMel.floor", "0.001" },
        { "--no-center", "", "options.logMel.center", "False" },
    };

    [Theory, MemberData(nameof(Flags))]
    public void A_flag_reaches_its_own_value(string flag, string value, string path, string found)
    {
        var json = training.Run.Expect(0).Json;
        var element = path.Split('.').Aggregate(json, (part, name) => part.GetProperty(name));
        Assert.True(found == element.ToString(), $"{flag} {value}: {path} is {element}");
    }

    [Fact]
    public void Every_flag_of_the_recipe_and_the_front_end_is_tried()
    {
        string[] tried = [.. Flags.Select(row => row.Data.Item1)];
        // Which data, where to, and those that contradict others of the row; TrainCommandTests has those.
        string[] others =
        [
            "--mode", "--data", "--corpus", "--labels", "--cache", "--out", "--protocol", "--fold", "--recipe", "--backend", "--device", "--json", "--class-weights",
            "--no-specaug", "--no-augment", "--head", "--width", "--keep", "--resume", "--precision", "--init", "--init-lr-factor", "--waveform-augment", "--no-validation",
        ];
        Assert.Equal(CommandReference.FlagsOf("train"), tried.Concat(others).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Without_the_seed_protocols_test_actors_there_is_no_test_and_they_are_missing()
    {
        var json = training.Run.Expect(0).Json;
        Assert.Equal(("sentiment", "seed", "seed+"), (json.Text("mode"), json.Text("protocol"), json.Text("recipe")));
        Assert.Equal(JsonValueKind.Null, json.GetProperty("test").ValueKind);
        var actors = json.GetProperty("actors");
        Assert.Equal([1, 2], Numbers(actors.GetProperty("train")));
        Assert.Equal([19, 21], Numbers(actors.GetProperty("validation")).Order());
        Assert.Empty(Numbers(actors.GetProperty("test")));
        Assert.Empty(new[] { 12, 18, 20 }.Except(Numbers(actors.GetProperty("missing"))));
        Assert.Empty(new[] { 1, 2, 19, 21 }.Intersect(Numbers(actors.GetProperty("missing"))));
    }

    [Fact]
    public void People_are_told_that_there_was_no_test() => Assert.Contains(
        "No test clips: the data has none of the actors that protocol seed tests", training.Run.Expect(0).Error, StringComparison.Ordinal);

    private static int[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetInt32())];
}
