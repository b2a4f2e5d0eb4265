using EmotionGpu.Features.Augment;
using EmotionGpu.Features.Augment.Waveforms;
using EmotionGpu.Features.SpecAugment;
using EmotionGpu.Training.Corpora;

namespace EmotionGpu.Training.Trainers;

/// <summary>The network.</summary>
public enum Architecture
{
    /// <summary>ResNet18 (He et al. 2016, arXiv:1512.03385) with one input channel.</summary>
    ResNet18,

    /// <summary>Three convolutions of 32, 64 and 128 channels.</summary>
    SmallCnn,
}

/// <summary>The optimiser.</summary>
public enum OptimizerKind
{
    /// <summary>Adam; weight decay as an L2 term in the gradient.</summary>
    Adam,

    /// <summary>AdamW; decoupled weight decay (Loshchilov and Hutter 2019, arXiv:1711.05101).</summary>
    AdamW,
}

/// <summary>What stands between a ResNet18's last stage and its scores.</summary>
public enum NetworkHead
{
    /// <summary>The mean over mels and frames, as in torchvision.</summary>
    Average,

    /// <summary>Frequency bands kept apart, frames weighed by attention.</summary>
    Attention,
}

/// <summary>Which epoch's weights a training hands over.</summary>
public enum KeptEpoch
{
    /// <summary>The one with the highest validation macro-F1, the first of equals.</summary>
    Best,

    /// <summary>The last one, whatever the validation says.</summary>
    Last,
}

/// <summary>What the network learns to tell apart.</summary>
public enum TrainingTargets
{
    /// <summary>The classes of the mode.</summary>
    Own,

    /// <summary>The eight emotions, whose probabilities are added up to those of the mode's classes.</summary>
    Emotions,
}

/// <summary>
/// Every knob of a training besides data, device and seed. A new one has the values of <see cref="Seed"/>; the command line starts from
/// <see cref="Robust"/>, which validation actors rank first.
/// </summary>
public sealed record Recipe
{
    /// <summary>The recipe of the PyTorch project that this one follows, value by value.</summary>
    public static Recipe Seed { get; } = new();

    /// <summary>
    /// Half the channels, strong augmentation, an average of the weights: trains longer and generalises further.
    /// Shift and masks are meant for the 64 mels of <see cref="RecipePreset.Robust"/>.
    /// </summary>
    public static Recipe Robust { get; } = new()
    {
        Name = "robust",
        Width = 32,
        Dropout = 0.2,
        Optimizer = OptimizerKind.AdamW,
        LearningRate = 1e-3,
        WeightDecay = 0.05,
        BatchSize = 32,
        Epochs = 60,
        Keep = KeptEpoch.Last,
        WarmupEpochs = 3,
        LabelSmoothing = 0.1,
        MixupAlpha = 0.3,
        SpecAugment = new SpecAugmentOptions { FreqWidth = 4, TimeWidth = 20 },
        Augment = new AugmentOptions { TimeWarp = 0.15, MelWarp = 0.08, MelShift = 2 },
        EmaDecay = 0.998,
        TestCrops = 3,
    };

    /// <summary>Name that stands in <c>run.json</c>: the recipe's, with <c>+</c> behind it when a value was changed.</summary>
    public string Name { get; init; } = "seed";

    /// <summary>What the network learns. In mode emotion both are the same.</summary>
    public TrainingTargets Targets { get; init; } = TrainingTargets.Own;

    /// <summary>The network.</summary>
    public Architecture Architecture { get; init; } = Architecture.ResNet18;

    /// <summary>Whether <see cref="Architecture.SmallCnn"/> has batch norm.</summary>
    public bool BatchNorm { get; init; } = true;

    /// <summary>Channels of the first stage of <see cref="Architecture.ResNet18"/>, doubled by each of the three others.</summary>
    public int Width { get; init; } = 64;

    /// <summary>Head of <see cref="Architecture.ResNet18"/>.</summary>
    public NetworkHead Head { get; init; } = NetworkHead.Average;

    /// <summary>Dropout before the last layer, 0 to below 1.</summary>
    public double Dropout { get; init; }

    /// <summary>The optimiser.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Adam;

    /// <summary>Peak learning rate.</summary>
    public double LearningRate { get; init; } = 3e-4;

    /// <summary>Weight decay.</summary>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>Clips a step.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Epochs.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Epochs over which the learning rate rises linearly before it falls as a cosine to 0.</summary>
    public int WarmupEpochs { get; init; } = 2;

    /// <summary>Stop after so many epochs without a better validation macro-F1; null never stops early.</summary>
    public int? Patience { get; init; }

    /// <summary>The epoch whose weights are handed over.</summary>
    public KeptEpoch Keep { get; init; } = KeptEpoch.Best;

    /// <summary>Whether the loss weighs each class n/(classes·count), clipped at <see cref="ClassWeightClip"/> times the smallest.</summary>
    public bool ClassWeights { get; init; } = true;

    /// <summary>Largest class weight as a multiple of the smallest.</summary>
    public double ClassWeightClip { get; init; } = 3;

    /// <summary>Whether each class is drawn equally often (with replacement) rather than each clip once an epoch.</summary>
    public bool BalancedSampler { get; init; }

    /// <summary>Label smoothing ε, 0 to below 1.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>γ of the focal loss (Lin et al. 2017, arXiv:1708.02002); 0 is cross-entropy.</summary>
    public double FocalGamma { get; init; }

    /// <summary>α of mixup's Beta(α, α) (Zhang et al. 2018, arXiv:1710.09412); 0 is off.</summary>
    public double MixupAlpha { get; init; } = 0.2;

    /// <summary>Masks of SpecAugment; null is off.</summary>
    public SpecAugmentOptions? SpecAugment { get; init; } = new();

    /// <summary>Warps, noise and gain drawn afresh for every clip and epoch; null is off.</summary>
    public AugmentOptions? Augment { get; init; }

    /// <summary>Changes of the recordings themselves, whose features are then made afresh every epoch; null: cached features are taken.</summary>
    public WaveformAugmentOptions? Waveform { get; init; }

    /// <summary>
    /// Decay of the exponential moving average of the weights, 0 to below 1; 0 is off. Where it is on, the average is validated beside
    /// the raw weights and is what the run keeps.
    /// </summary>
    public double EmaDecay { get; init; }

    /// <summary>Crops of a clip whose probabilities are averaged when it is scored, evenly spaced; 1 is the centred one.</summary>
    public int TestCrops { get; init; } = 1;

    /// <summary>What the network itself tells apart where a mode's classes are wanted.</summary>
    public TaskMode LearnedFor(TaskMode mode) => Targets == TrainingTargets.Emotions ? TaskMode.Emotion : mode;

    /// <summary>Names of the classes that the network itself tells apart.</summary>
    /// <param name="classes">Those of the mode.</param>
    public IReadOnlyList<string> ClassesLearnedFor(IReadOnlyList<string> classes) =>
        Targets == TrainingTargets.Emotions ? TaskMode.Emotion.Classes() : classes;

    /// <summary>Whether the network itself tells other classes apart than a mode's.</summary>
    /// <param name="classes">Names of the mode's.</param>
    public bool LearnsOthersThan(IReadOnlyList<string> classes) => !ClassesLearnedFor(classes).SequenceEqual(classes);

    /// <summary>Weight of each class in the loss; all 1 without <see cref="ClassWeights"/>.</summary>
    /// <param name="counts">Training clips of each class.</param>
    public IReadOnlyList<double> WeightsOf(IReadOnlyList<int> counts) => ClassWeights
        ? EmotionGpu.Training.Metrics.ClassWeights.Compute(counts, ClassWeightClip)
        : [.. counts.Select(_ => 1.0)];
}
