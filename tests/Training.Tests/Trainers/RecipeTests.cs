using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.SpecAugment;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Tests.Trainers;

public sealed class RecipeTests
{
    [Fact]
    public void The_seed_recipe_has_the_values_of_the_project_it_follows()
    {
        var expected = new Recipe
        {
            Name = "seed",
            Architecture = Architecture.ResNet18,
            BatchNorm = true,
            Dropout = 0,
            Optimizer = OptimizerKind.Adam,
            LearningRate = 3e-4,
            WeightDecay = 1e-4,
            BatchSize = 16,
            Epochs = 30,
            WarmupEpochs = 2,
            Patience = null,
            ClassWeights = true,
            ClassWeightClip = 3,
            BalancedSampler = false,
            LabelSmoothing = 0,
            FocalGamma = 0,
            MixupAlpha = 0.2,
            SpecAugment = new SpecAugmentOptions { FreqWidth = 8, FreqMasks = 2, TimeWidth = 20, TimeMasks = 2, Fill = 0 },
        };
        Assert.Equal(expected, Recipe.Seed);
        Assert.Equal(130, new InputOptions { DurationSeconds = 3 }.Frames(new LogMelOptions()));
        Assert.Equal(new InputOptions { DurationSeconds = 3 }, new InputOptions());
    }

    [Fact]
    public void Class_weights_are_clipped_at_three_times_the_smallest()
    {
        // 1,000 clips in 4 classes: 250/count, the smallest 0.4167, clipped at 1.25.
        Assert.Equal([0.41667, 1.25, 1.25, 1.25], Recipe.Seed.WeightsOf([600, 190, 150, 60]).Select(weight => Math.Round(weight, 5)));
    }
}
