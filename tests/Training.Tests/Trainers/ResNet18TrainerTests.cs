using EmotionGpu.Features.Augment.Waveforms;
using EmotionGpu.Features.Devices.Cpu;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Data;
using EmotionGpu.Training.Export;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Tests.Metrics;
using EmotionGpu.Training.Trainers;
using Microsoft.ML;

namespace EmotionGpu.Training.Tests.Trainers;

public sealed class ResNet18TrainerTests : IDisposable
{
    private static readonly Recipe Small = Recipe.Seed with
    {
        Architecture = Architecture.SmallCnn,
        Epochs = 6,
        WarmupEpochs = 1,
        LearningRate = 3e-3,
        BatchSize = 8,
        MixupAlpha = 0,
        SpecAugment = null,
    };

    private readonly MLContext _context = new(1);
    private readonly CpuBackend _backend = new(ToyClips.LogMel);
    private readonly FeatureDataView _training = ToyClips.View(actor: 1, perClass: 6);
    private readonly FeatureDataView _validation = ToyClips.View(actor: 2, perClass: 3);

    private readonly string _folder = Directory.CreateTempSubdirectory("emotiongpu-trainer-").FullName;

    public void Dispose()
    {
        _backend.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Learns_what_can_be_learnt_and_gives_an_MLNET_model_with_the_same_score()
    {
        using var outcome = Train(Small);

        Assert.True(outcome.History.Kept.MacroF1 > 0.9, $"best macro-F1 {outcome.History.Kept.MacroF1}");
        Assert.Equal(outcome.History.Epochs.MaxBy(epoch => epoch.MacroF1), outcome.History.Kept);
        var scores = ModelScorer.Score(outcome.Model, _validation, TaskMode.Emotion.Classes());
        Assert.Equal(outcome.History.Kept.MacroF1, scores.MacroF1, 1e-9);
        var metrics = _context.MulticlassClassification.Evaluate(outcome.Model.Transform(_validation));
        Assert.Equal(scores.Accuracy, metrics.MicroAccuracy, 1e-9);
        Assert.Equal(scores.Uar, metrics.MacroAccuracy, 1e-9);
    }

    [Fact]
    public void The_same_seed_gives_the_same_numbers_and_another_seed_others()
    {
        var recipe = Recipe.Seed with { Architecture = Architecture.SmallCnn, Epochs = 2, Dropout = 0.3, BatchSize = 8 };
        var first = Train(recipe).History.Epochs.Select(epoch => epoch with { Seconds = 0 });
        Assert.Equal(first, Train(recipe).History.Epochs.Select(epoch => epoch with { Seconds = 0 }));
        Assert.NotEqual(first.Select(epoch => epoch.TrainLoss), Train(recipe, seed: 2).History.Epochs.Select(epoch => epoch.TrainLoss));
    }

    [Fact]
    public void The_best_epochs_weights_are_kept_even_when_later_ones_are_worse()
    {
        // A learning rate that ruins a network soon after it has learnt something.
        var outcome = Train(Small with { LearningRate = 0.3, Epochs = 8, WarmupEpochs = 8 });
        var scores = ModelScorer.Score(outcome.Model, _validation, TaskMode.Emotion.Classes());
        Assert.Equal(outcome.History.Epochs.Max(epoch => epoch.MacroF1), scores.MacroF1, 1e-9);
        Assert.True(outcome.History.Epochs[^1].MacroF1 < scores.MacroF1, "the last epoch was meant to be worse: nothing was restored");
    }

    [Fact]
    public void Stops_when_no_epoch_is_better_for_as_long_as_patience_says()
    {
        var outcome = Train(Small with { LearningRate = 1e-12, Epochs = 9, Patience = 2, Architecture = Architecture.SmallCnn, BatchNorm = false });
        Assert.True(outcome.History.Epochs.Count < 9, $"{outcome.History.Epochs.Count} epochs");
        Assert.Equal(2, outcome.History.Epochs.Count - outcome.History.Kept.Epoch);
    }

    [Fact]
    public void Without_validation_rows_the_last_epoch_is_kept()
    {
        var trainer = new ResNet18Trainer(_context, new TrainerOptions { Backend = _backend, Input = ToyClips.Input, Recipe = Small with { Epochs = 2 } });
        Assert.Equal(2, trainer.Train(_training, CancellationToken.None).History.Kept.Epoch);
    }

    [Fact]
    public void Every_knob_of_the_recipe_trains()
    {
        var outcome = Train(Recipe.Seed with
        {
            Epochs = 1,
            BatchSize = 16,
            Optimizer = OptimizerKind.AdamW,
            WeightDecay = 0.05,
            LabelSmoothing = 0.1,
            FocalGamma = 2,
            Dropout = 0.2,
            BalancedSampler = true,
            ClassWeights = false,
            Patience = 1,
        });
        Assert.True(double.IsFinite(outcome.History.Kept.TrainLoss));
        Assert.All(outcome.ClassWeights, weight => Assert.Equal(1, weight));
    }

    [Fact]
    public void Sentiment_weighs_its_three_classes()
    {
        var trainer = new ResNet18Trainer(_context, new TrainerOptions
        {
            Mode = TaskMode.Sentiment,
            Backend = _backend,
            Input = ToyClips.Input,
            Recipe = Small with { Epochs = 1 },
            Validation = ToyClips.View(2, 3, TaskMode.Sentiment),
        });
        var outcome = trainer.Train(ToyClips.View(1, 6, TaskMode.Sentiment), CancellationToken.None);
        // 24 negative, 6 neutral, 18 positive of 48: 48/(3·24), 48/(3·6) clipped at three times the smallest, 48/(3·18).
        Assert.Equal([2 / 3.0, 2.0, 8 / 9.0], outcome.ClassWeights.Select(weight => Math.Round(weight, 12)), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void Data_without_the_columns_is_refused_by_name()
    {
        var other = _context.Data.LoadFromEnumerable([new { Text = "a" }]);
        var error = Assert.Throws<ArgumentException>(() => new ResNet18Trainer(_context, Options(Small)).Fit(other));
        Assert.Contains("LogMel", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_is_no_number_is_said()
    {
        var error = Assert.Throws<TrainingDivergedException>(() => Train(Small with { LearningRate = 1e30, WarmupEpochs = 0 }));
        Assert.Contains("--lr", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Patience_is_refused_where_the_last_epoch_is_kept()
    {
        var error = Assert.Throws<ArgumentException>(() => Train(Small with { Keep = KeptEpoch.Last, Patience = 2 }));
        Assert.Contains("patience 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recipe_that_changes_recordings_wants_to_know_where_they_are()
    {
        var error = Assert.Throws<ArgumentException>(() => Train(Small with { Waveform = WaveformAugmentOptions.Everything }));
        Assert.Contains("folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_epochs_weights_are_kept_where_the_recipe_says_so()
    {
        using var outcome = Train(Small with { LearningRate = 0.3, Epochs = 8, WarmupEpochs = 8, Keep = KeptEpoch.Last });
        Assert.Equal(8, outcome.History.Kept.Epoch);
        Assert.True(outcome.History.Epochs.Max(epoch => epoch.MacroF1) > outcome.History.Kept.MacroF1, "the last epoch was meant not to be the best");
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.9)]
    public void A_frozen_backbone_is_handed_over_as_it_was_given_and_its_head_learns(double emaDecay)
    {
        var recipe = Small with { Architecture = Architecture.ResNet18, Width = 16, Epochs = 2, EmaDecay = emaDecay };
        using var given = EmotionNetwork.Create(recipe, classes: 8, mels: ToyClips.LogMel.NMels);
        var path = Path.Combine(_folder, "given.safetensors");
        SafetensorsWeights.Save(given, path);
        using var outcome = new ResNet18Trainer(_context, Options(recipe) with { Init = new GivenWeights(path, BackboneFactor: 0) })
            .Train(_training, CancellationToken.None);

        var expected = given.state_dict();
        Assert.All(outcome.Network.state_dict(), entry => Assert.Equal(
            !EmotionNetwork.IsOfHead(entry.Key), expected[entry.Key].bytes.SequenceEqual(entry.Value.bytes)));
    }

    [Fact]
    public void It_fits_as_a_link_of_an_estimator_chain()
    {
        var chain = _context.Transforms.CopyColumns("Recording", "Path").Append(new ResNet18Trainer(_context, Options(Small with { Epochs = 1 })));
        var schema = chain.Fit(_training).Transform(_validation).Schema;
        Assert.All(["Recording", "Score", "Probability", "PredictedLabel"], name => Assert.NotNull(schema.GetColumnOrNull(name)));
    }

    private TrainingOutcome Train(Recipe recipe, int seed = 1) =>
        new ResNet18Trainer(_context, Options(recipe, seed)).Train(_training, CancellationToken.None);

    private TrainerOptions Options(Recipe recipe, int seed = 1) => new()
    {
        Recipe = recipe,
        Seed = seed,
        Backend = _backend,
        Input = ToyClips.Input,
        Validation = _validation,
        // Measured, it could differ between two trainings.
        Precision = Precision.Float32,
    };
}
