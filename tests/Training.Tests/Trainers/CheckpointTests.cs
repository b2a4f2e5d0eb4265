using EmotionGpu.Features.Augment;
using EmotionGpu.Features.Devices.Cpu;
using EmotionGpu.Training.Data;
using EmotionGpu.Training.Export;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Reports;
using EmotionGpu.Training.Trainers;
using Microsoft.ML;

namespace EmotionGpu.Training.Tests.Trainers;

public sealed class CheckpointTests : IDisposable
{
    // Everything that draws or remembers: dropout, mixup, masks, warps, moments, an average of the weights.
    private static readonly Recipe Everything = Recipe.Robust with
    {
        Architecture = Architecture.SmallCnn,
        Epochs = 5,
        Keep = KeptEpoch.Best,
        WarmupEpochs = 1,
        BatchSize = 8,
        TestCrops = 1,
        Augment = new AugmentOptions { TimeWarp = 0.1, MelWarp = 0.05, MelShift = 1, GainDecibel = 3 },
    };

    private readonly CpuBackend _backend = new(ToyClips.LogMel);
    private readonly FeatureDataView _training = ToyClips.View(actor: 1, perClass: 3);
    private readonly FeatureDataView _validation = ToyClips.View(actor: 2, perClass: 2);
    private readonly string _folder = Directory.CreateTempSubdirectory("emotiongpu-checkpoint-").FullName;

    private string File => Path.Combine(_folder, Checkpoint.FileName);

    public void Dispose()
    {
        _backend.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(OptimizerKind.Adam, 0.0, 1)]
    [InlineData(OptimizerKind.AdamW, 0.9, 3)]
    [InlineData(OptimizerKind.AdamW, 0.9, 4)]
    public void A_training_that_was_broken_off_ends_with_the_numbers_of_one_that_was_not(OptimizerKind optimizer, double emaDecay, int stopIn)
    {
        var recipe = Everything with { Optimizer = optimizer, EmaDecay = emaDecay };
        var whole = Train(recipe, checkpoint: null);

        Assert.Throws<OperationCanceledException>(() => Train(recipe, File, stopIn));
        var resumed = Train(recipe, File);

        Assert.Equal(whole.Epochs, resumed.Epochs);
        Assert.Equal(whole.Weights, resumed.Weights);
        Assert.Equal(stopIn > 1 ? stopIn - 1 : 0, resumed.TakenOver);
    }

    [Theory]
    [InlineData("resnet18 with attention, in bfloat16")]
    [InlineData("resnet18 with given weights")]
    [InlineData("balanced sampler")]
    public void Whatever_else_a_training_draws_or_remembers_goes_on_too(string what)
    {
        var recipe = what switch
        {
            "balanced sampler" => Everything with { BalancedSampler = true, ClassWeights = false },
            "resnet18 with given weights" => Everything with { Architecture = Architecture.ResNet18, Width = 16, Epochs = 3 },
            _ => Everything with { Architecture = Architecture.ResNet18, Width = 16, Head = NetworkHead.Attention, Epochs = 3 },
        };
        var precision = what.EndsWith("bfloat16", StringComparison.Ordinal) ? Precision.BFloat16 : Precision.Float32;
        var given = what.EndsWith("given weights", StringComparison.Ordinal) ? Given(recipe) : null;
        var whole = Train(recipe, checkpoint: null, precision: precision, given: given);

        Assert.Throws<OperationCanceledException>(() => Train(recipe, File, stopIn: 2, precision: precision, given: given));
        var resumed = Train(recipe, File, precision: precision, given: given);

        Assert.Equal(whole.Epochs, resumed.Epochs);
        Assert.Equal(whole.Weights, resumed.Weights);
        Assert.Equal(1, resumed.TakenOver);
    }

    [Fact]
    public void A_training_without_validation_goes_on_too_and_takes_no_checkpoint_of_one_with_it()
    {
        var recipe = Everything with { Keep = KeptEpoch.Last };
        var whole = Train(recipe, checkpoint: null, validates: false);

        Assert.Throws<OperationCanceledException>(() => Train(recipe, File, stopIn: 3, validates: false));
        Assert.Throws<InvalidDataException>(() => Train(recipe, File));
        var resumed = Train(recipe, File, validates: false);
        Assert.Throws<OperationCanceledException>(() => Train(recipe, Path.Combine(_folder, "other.bin"), stopIn: 3));
        Assert.Throws<InvalidDataException>(() => Train(recipe, Path.Combine(_folder, "other.bin"), validates: false));

        Assert.All(resumed.Epochs, epoch => Assert.True(double.IsNaN(epoch.MacroF1)));
        Assert.Equal(whole.Epochs, resumed.Epochs);
        Assert.Equal(whole.Weights, resumed.Weights);
        Assert.Equal(2, resumed.TakenOver);
    }

    [Fact]
    public void The_checkpoint_of_another_training_is_refused_by_name()
    {
        Assert.Throws<OperationCanceledException>(() => Train(Everything, File, stopIn: 3));
        foreach (var other in new[] { Everything with { LearningRate = 5e-4 }, Everything with { Epochs = 6 } })
        {
            var error = Assert.Throws<InvalidDataException>(() => Train(other, File));
            Assert.Contains("other options", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Clips_of_another_actor_with_the_same_labels_are_refused()
    {
        Assert.Throws<OperationCanceledException>(() => Train(Everything, File, stopIn: 3));
        Assert.Throws<InvalidDataException>(() => Train(Everything, File, training: ToyClips.View(actor: 3, perClass: 3)));
        Assert.Throws<InvalidDataException>(() => Train(Everything, File, validation: ToyClips.View(actor: 3, perClass: 2)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(200)]
    [InlineData(5000)]
    public void A_checkpoint_cut_short_is_refused_and_not_half_taken_over(int length)
    {
        Assert.Throws<OperationCanceledException>(() => Train(Everything, File, stopIn: 3));
        System.IO.File.WriteAllBytes(File, System.IO.File.ReadAllBytes(File)[..length]);
        var error = Assert.Throws<InvalidDataException>(() => Train(Everything, File));
        Assert.Contains(File, error.Message, StringComparison.Ordinal);
    }

    private GivenWeights Given(Recipe recipe)
    {
        var path = Path.Combine(_folder, "given.safetensors");
        using var network = EmotionNetwork.Create(recipe, classes: 8, mels: ToyClips.LogMel.NMels);
        SafetensorsWeights.Save(network, path);
        return new GivenWeights(path, BackboneFactor: 0.1);
    }

    private (IReadOnlyList<EpochRecord> Epochs, byte[] Weights, int TakenOver) Train(
        Recipe recipe, string? checkpoint, int? stopIn = null, FeatureDataView? training = null, FeatureDataView? validation = null,
        bool validates = true, Precision precision = Precision.Float32, GivenWeights? given = null)
    {
        using var cancellation = new CancellationTokenSource();
        var watcher = new Watcher(stopIn, cancellation);
        var options = new TrainerOptions
        {
            Recipe = recipe,
            Seed = 3,
            Backend = _backend,
            Input = ToyClips.Input,
            Validation = validates ? validation ?? _validation : null,
            Threads = 1,
            // Measured, it could differ between two trainings.
            Precision = precision,
            Init = given,
            CheckpointFile = checkpoint,
            Progress = watcher,
        };
        using var outcome = new ResNet18Trainer(new MLContext(1), options).Train(training ?? _training, cancellation.Token);
        var file = Path.Combine(_folder, "weights.safetensors");
        SafetensorsWeights.Save(outcome.Network, file);
        return ([.. outcome.History.Epochs.Select(epoch => epoch with { Seconds = 0 })], System.IO.File.ReadAllBytes(file), watcher.TakenOver);
    }

    /// <summary>Cancels in the middle of an epoch, as Ctrl-C does.</summary>
    private sealed class Watcher(int? stopIn, CancellationTokenSource cancellation) : IProgress<TrainingEvent>
    {
        public int TakenOver { get; private set; }

        public void Report(TrainingEvent value)
        {
            if (value is TrainingEvent.Resumed resumed)
                TakenOver = resumed.Epochs.Count;
            if (value is TrainingEvent.Step { StepInEpoch: 2 } step && step.Epoch == stopIn)
                cancellation.Cancel();
        }
    }
}
