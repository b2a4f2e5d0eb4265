using System.CommandLine;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Cli.Options;

/// <summary>The flags of a training's recipe: <c>--recipe</c> names where they start from, each other one replaces a value.</summary>
internal sealed class RecipeOptions
{
    private enum Toggle
    {
        On,
        Off,
    }

    /// <summary>smallcnn halves its input three times.</summary>
    private const int SmallCnnFactor = 8;

    /// <summary>resnet18 halves its input five times, so up to this size one value a channel is left.</summary>
    private const int ResNet18Factor = 32;

    private static readonly Interval Count = new(1, 100_000);
    private static readonly Interval Share = new(0, 1, WithHigh: false);

    private readonly RecipePreset _start;
    private readonly Option<Chosen<RecipePreset>?> _recipe;
    private readonly Option<int> _warmup;
    private readonly Option<Toggle> _classWeights;
    private readonly Option<double> _classWeightClip;
    private readonly Option<bool> _noBatchNorm;
    private readonly Option<NetworkHead> _head;
    private readonly Option<int> _width;
    private readonly AugmentationOptions _augmentation;
    private readonly Knob<Recipe>[] _knobs;

    /// <param name="start">What a command line without <c>--recipe</c> starts from, and what the help shows.</param>
    public RecipeOptions(RecipePreset start)
    {
        _start = start;
        var shown = start.Recipe;
        _recipe = ValueOption.Choice<RecipePreset>("--recipe",
            $"The recipe that the flags below start from, with a front end and input of its own; defaults shown are those of {shown.Name}.",
            [.. RecipePreset.All.Select(preset => (preset.Recipe.Name, preset))], shown.Name);
        _warmup = ValueOption.Whole("--warmup-epochs", "Epochs over which the learning rate rises; shortened where there are fewer epochs.",
            new Interval(0, 100_000), shown.WarmupEpochs);
        _classWeights = ValueOption.Choice<Toggle>("--class-weights", "Weigh each class in the loss by n/(classes·count).",
            shown.ClassWeights ? Toggle.On : Toggle.Off);
        _classWeightClip = ValueOption.Number("--class-weight-clip", "Largest class weight as a multiple of the smallest.",
            new Interval(1, 1000), shown.ClassWeightClip);
        _head = ValueOption.Choice<NetworkHead>("--head",
            "Head of resnet18: the mean over mels and frames, or frequency bands kept apart and frames weighed.", shown.Head);
        _width = ValueOption.Whole("--width", "Channels of resnet18's first stage, doubled by each of the three others.", new Interval(1, 1024), shown.Width);
        _noBatchNorm = ValueOption.Switch("--no-batch-norm", "smallcnn without batch norm.");
        _augmentation = new AugmentationOptions(shown);
        _knobs = [.. CreateTraining(shown), .. CreateLoss(shown)];
    }

    /// <summary>What most commands start from where <c>--recipe</c> does not say.</summary>
    public static RecipePreset Default => RecipePreset.All[0];

    /// <summary>Adds the flags to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_recipe);
        _knobs.AddTo(command);
        _augmentation.AddTo(command);
    }

    /// <summary>What the flags start from.</summary>
    public RecipePreset Preset(ParseResult parse) => parse.GetValue(_recipe)?.Meaning ?? _start;

    /// <summary>The recipe that the command line asks for; its name ends with <c>+</c> when a value was changed.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="mels">Mel bands of the front end.</param>
    /// <param name="frames">Frames of the crop.</param>
    /// <exception cref="CommandException">Values contradict each other.</exception>
    public Recipe Read(ParseResult parse, int mels, int frames)
    {
        var start = Preset(parse).Recipe;
        var recipe = _knobs.Read(parse, start);
        recipe = recipe with
        {
            WarmupEpochs = parse.Has(_warmup) ? recipe.WarmupEpochs : Math.Min(recipe.WarmupEpochs, recipe.Epochs - 1),
        };
        RefuseContradictions(parse, recipe);
        recipe = _augmentation.Read(parse, recipe, mels, frames);
        RefuseTooSmall(recipe.Architecture, mels, frames);
        return recipe == start ? start : recipe with { Name = start.Name + "+" };
    }

    private void RefuseContradictions(ParseResult parse, Recipe recipe)
    {
        if (recipe.WarmupEpochs > recipe.Epochs)
            throw CommandException.Usage($"--warmup-epochs {recipe.WarmupEpochs}: at most --epochs ({recipe.Epochs}) is possible");
        if (!recipe.ClassWeights && parse.Has(_classWeightClip))
            throw CommandException.Usage("--class-weight-clip contradicts --class-weights off: give one of them");
        if (parse.Has(_noBatchNorm) && recipe.Architecture != Architecture.SmallCnn)
            throw CommandException.Usage("--no-batch-norm holds for --architecture smallcnn only; resnet18 always has batch norm");
        if (parse.Has(_head) && recipe.Architecture != Architecture.ResNet18)
            throw CommandException.Usage("--head holds for --architecture resnet18 only; smallcnn averages");
        if (parse.Has(_width) && recipe.Architecture != Architecture.ResNet18)
            throw CommandException.Usage("--width holds for --architecture resnet18 only; smallcnn has 32, 64 and 128 channels");
        if (!ResNet18.Widths.Contains(recipe.Width))
            throw CommandException.Usage($"--width {recipe.Width}: 16, 32 or 64 is wanted; others libtorch trains wrong on some processors");
        if (recipe.Keep == KeptEpoch.Last && recipe.Patience is not null)
            throw CommandException.Usage($"--patience {recipe.Patience}: nothing is waited for when the last epoch is kept; give --keep best as well");
    }

    private static void RefuseTooSmall(Architecture architecture, int mels, int frames)
    {
        var found = $"the input has {mels} mel bands (--n-mels) and {frames} frames (--duration, --hop-length)";
        if (architecture == Architecture.SmallCnn && Math.Min(mels, frames) < SmallCnnFactor)
            throw CommandException.Usage($"{found}; smallcnn wants at least {SmallCnnFactor} of both");
        // Batch norm's variance of one value is 0/0: a step of a single clip would make its running variance NaN, without a word.
        if (architecture == Architecture.ResNet18 && Math.Max(mels, frames) <= ResNet18Factor)
            throw CommandException.Usage($"{found}; resnet18 wants more than {ResNet18Factor} of one of them");
    }

    private Knob<Recipe>[] CreateTraining(Recipe shown) =>
    [
        Knob<Recipe>.For(ValueOption.Whole("--epochs", "Epochs.", Count, shown.Epochs), (recipe, value) => recipe with { Epochs = value }),
        Knob<Recipe>.For(
            ValueOption.Whole("--patience", "Stop after so many epochs without a better validation macro-F1. [default: never]", Count),
            (recipe, value) => recipe with { Patience = value }),
        Knob<Recipe>.For(
            ValueOption.Whole("--batch-size", "Clips a step.", new Interval(1, 4096), shown.BatchSize),
            (recipe, value) => recipe with { BatchSize = value }),
        Knob<Recipe>.For(
            ValueOption.Choice<OptimizerKind>("--optimizer", "Optimiser.", shown.Optimizer),
            (recipe, value) => recipe with { Optimizer = value }),
        Knob<Recipe>.For(
            ValueOption.Number("--lr", "Peak learning rate.", new Interval(0, 10, WithLow: false), shown.LearningRate),
            (recipe, value) => recipe with { LearningRate = value }),
        Knob<Recipe>.For(
            ValueOption.Number("--weight-decay", "Weight decay.", new Interval(0, 10), shown.WeightDecay),
            (recipe, value) => recipe with { WeightDecay = value }),
        Knob<Recipe>.For(_warmup, (recipe, value) => recipe with { WarmupEpochs = value }),
        Knob<Recipe>.For(
            ValueOption.Choice<Architecture>("--architecture", "Network.", shown.Architecture),
            (recipe, value) => recipe with { Architecture = value }),
        Knob<Recipe>.For(_width, (recipe, value) => recipe with { Width = value }),
        Knob<Recipe>.For(_head, (recipe, value) => recipe with { Head = value }),
        Knob<Recipe>.For(_noBatchNorm, (recipe, value) => recipe with { BatchNorm = !value }),
        Knob<Recipe>.For(
            ValueOption.Number("--dropout", "Dropout before the last layer.", Share, shown.Dropout),
            (recipe, value) => recipe with { Dropout = value }),
        Knob<Recipe>.For(
            ValueOption.Number("--ema-decay", "Decay of the moving average of the weights, which is then kept; 0 is off.", Share, shown.EmaDecay),
            (recipe, value) => recipe with { EmaDecay = value }),
        Knob<Recipe>.For(
            ValueOption.Choice<KeptEpoch>("--keep", "Epoch whose weights are handed over; best: by validation macro-F1.", shown.Keep),
            (recipe, value) => recipe with { Keep = value }),
        Knob<Recipe>.For(
            ValueOption.Whole("--test-crops", "Crops of a clip whose probabilities are averaged; 1 is the centred one.", new Interval(1, 64), shown.TestCrops),
            (recipe, value) => recipe with { TestCrops = value }),
    ];

    private Knob<Recipe>[] CreateLoss(Recipe shown) =>
    [
        Knob<Recipe>.For(
            ValueOption.Choice<TrainingTargets>("--targets",
                "What the network learns: the mode's own classes, or the eight emotions, whose probabilities are added up.", shown.Targets),
            (recipe, value) => recipe with { Targets = value }),
        Knob<Recipe>.For(_classWeights, (recipe, value) => recipe with { ClassWeights = value == Toggle.On }),
        Knob<Recipe>.For(_classWeightClip, (recipe, value) => recipe with { ClassWeightClip = value }),
        Knob<Recipe>.For(
            ValueOption.Switch("--balanced-sampler", "Draw each class equally often instead of each clip once an epoch."),
            (recipe, value) => recipe with { BalancedSampler = value }),
        Knob<Recipe>.For(
            ValueOption.Number("--label-smoothing", "Label smoothing.", Share, shown.LabelSmoothing),
            (recipe, value) => recipe with { LabelSmoothing = value }),
        Knob<Recipe>.For(
            ValueOption.Number("--focal-gamma", "Gamma of the focal loss; 0 is cross-entropy.", new Interval(0, 20), shown.FocalGamma),
            (recipe, value) => recipe with { FocalGamma = value }),
        Knob<Recipe>.For(
            ValueOption.Number("--mixup-alpha", "Alpha of mixup; 0 is off.", new Interval(0, 100), shown.MixupAlpha),
            (recipe, value) => recipe with { MixupAlpha = value }),
    ];
}
