using EmotionGpu.Features.Augment.Waveforms;
using EmotionGpu.Inference;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Data;
using EmotionGpu.Training.Export;
using EmotionGpu.Training.Models;
using Microsoft.ML;
using TorchSharp;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Trainers;

/// <summary>What a training gave: an ML.NET model, the network behind it and how it came about.</summary>
/// <param name="Model">An ordinary ML.NET chain: <c>Features</c> in; <c>Score</c>, <c>Probability</c> and <c>PredictedLabel</c> out.</param>
/// <param name="Metadata">What the model says of itself; no temperature is fitted here.</param>
/// <param name="Network">The network with the kept weights, on the CPU, in evaluation mode.</param>
/// <param name="History">Every epoch, and which one is kept.</param>
/// <param name="ClassWeights">Weight of each class in the loss.</param>
/// <param name="Device">Torch's device.</param>
/// <param name="Precision">In which numbers the backbone computed.</param>
public sealed record TrainingOutcome(
    ITransformer Model, ModelMetadata Metadata, EmotionNetwork Network, TrainingHistory History, IReadOnlyList<double> ClassWeights, string Device,
    Precision Precision) : IDisposable
{
    /// <summary>Frees the network, and the model with its temporary file.</summary>
    public void Dispose()
    {
        Network.Dispose();
        (Model as IDisposable)?.Dispose();
    }
}

/// <summary>
/// An ML.NET estimator that trains a ResNet18 (or <see cref="Architecture.SmallCnn"/>) with torch on whole clips, and gives an ML.NET chain with
/// the network as ONNX in it: the chain saves, loads and predicts without torch.
/// </summary>
/// <remarks>
/// Initial weights and dropout come from torch's generator, which belongs to the process: trainings that must repeat exactly do not overlap
/// in one process.
/// </remarks>
/// <param name="context">The ML.NET context of the chain.</param>
/// <param name="options">Recipe, seed, validation rows.</param>
public sealed class ResNet18Trainer(MLContext context, TrainerOptions options) : IEstimator<ITransformer>
{
    private readonly IReadOnlyList<string> _classes = options.Mode.Classes();

    /// <summary>Trains on every row of a view (columns <c>LogMel</c> and <c>Label</c>, see <see cref="FeatureDataView"/>).</summary>
    /// <exception cref="ArgumentException">A column is missing or there are no rows.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no longer a number.</exception>
    /// <exception cref="TorchUnavailableException">libtorch is missing or does not fit.</exception>
    public ITransformer Fit(IDataView input)
    {
        var outcome = Train(input, CancellationToken.None);
        outcome.Network.Dispose();
        return outcome.Model;
    }

    /// <summary>As <see cref="Fit"/>, and tells how it went.</summary>
    /// <param name="input">The training rows.</param>
    /// <param name="cancellation">Ends the training between two steps.</param>
    /// <exception cref="ArgumentException">A column or all rows are missing, a bound of the augmentation is out of range, or the recipe contradicts itself.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public TrainingOutcome Train(IDataView input, CancellationToken cancellation)
    {
        options.Recipe.Augment?.Validate();
        if (options.Recipe is { Patience: { } patience, Keep: KeptEpoch.Last })
            throw new ArgumentException($"patience {patience}: nothing is waited for when the last epoch is kept; Keep = KeptEpoch.Best is wanted");
        if (options.Recipe.LearnedFor(options.Mode) != options.Mode)
            throw new ArgumentException($"the recipe learns emotions, and the rows are labelled by {options.Mode.Name()}: mode emotion is wanted; whoever scores adds up");
        var device = TorchRuntime.SelectDevice();
        set_num_threads(options.Threads ?? Environment.ProcessorCount);
        random.manual_seed(options.Seed);

        var mels = options.Backend.Options.NMels;
        var training = ClipTable.Read(input, mels);
        if (training.Clips.Count == 0)
            throw new ArgumentException("there are no training rows");
        var validation = options.Validation is null ? null : ClipTable.Read(options.Validation, mels);
        // Clips that are changed every epoch come from elsewhere.
        using var onDevice = options.Backend.Keep([.. options.Recipe.Waveform is null ? training.Clips : [], .. validation?.Clips ?? []]);
        using var state = Begin(device);
        return Train(state, training, validation, device, cancellation);
    }

    private TrainingOutcome Train(TrainingState state, ClipTable training, ClipTable? validation, Device device, CancellationToken cancellation)
    {
        var weights = options.Recipe.WeightsOf(training.CountsOf(_classes.Count));
        using var loss = new WeightedFocalLoss(weights, options.Recipe.LabelSmoothing, options.Recipe.FocalGamma, device);
        var composer = new BatchComposer(options.Backend, training, options.Input, options.Seed, Recordings(training));
        var batches = new TrainingBatches(composer, training, options.Recipe, options.Seed);
        var fingerprint = options.CheckpointFile is null ? "" : Checkpoint.Fingerprint(options, training, validation);
        if (options.CheckpointFile is { } kept && Checkpoint.TryLoad(kept, state, fingerprint))
            options.Progress?.Report(new TrainingEvent.Resumed([.. state.Epochs]));
        else
            state.Precision = options.Precision ?? ChoosePrecision(batches.Shape(options.Recipe.BatchSize), device);
        var loop = new TrainingLoop(state, options, batches, ValidatorOf(validation, device), loss, device);
        var history = loop.Run(options.CheckpointFile is { } file ? () => Checkpoint.Save(file, state, fingerprint) : null, cancellation);

        var metadata = new ModelMetadata(
            ModelMetadata.CurrentFormatVersion, options.Mode.Name(), _classes, options.Backend.Options, options.Input,
            options.Recipe.Architecture.ToString().ToLowerInvariant(), options.Corpus, options.Synthetic, Crops: options.Recipe.TestCrops);
        var network = state.Finish();
        var model = OnnxModelChain.Create(context, OnnxExporter.Export(network, metadata), metadata);
        return new TrainingOutcome(model, metadata, network, history, weights, device.ToString(), state.Precision);
    }

    private TrainingState Begin(Device device)
    {
        var network = Create(device);
        try
        {
            StartFrom(options.Init, network);
            return new TrainingState(network, options.Recipe, options.Init?.BackboneFactor ?? 1, () => Create(device));
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private EmotionNetwork Create(Device device)
    {
        var created = EmotionNetwork.Create(options.Recipe, _classes.Count, options.Backend.Options.NMels);
        created.to(device);
        return created;
    }

    private Validator? ValidatorOf(ClipTable? validation, Device device) => validation is null
        ? null
        : new Validator(new BatchComposer(options.Backend, validation, options.Input, options.Seed), validation.Labels, _classes, device);

    private AugmentedRecordings? Recordings(ClipTable training)
    {
        if (options.Recipe.Waveform is not { } waveform)
            return null;
        if (options.DataFolder is not { } folder || training.Paths.Count == 0)
            throw new ArgumentException("the recipe changes recordings: the rows' column Path and the folder that it is relative to are wanted");
        var augmenter = new WaveformAugmenter(waveform.Validate(), options.Backend.Options.SampleRate, (ulong)options.Seed);
        return new AugmentedRecordings(options.Backend, [.. training.Paths.Select(path => Path.Combine(folder, path))], augmenter);
    }

    private void StartFrom(GivenWeights? given, EmotionNetwork network)
    {
        if (given is null)
            return;
        var report = InitialWeights.Load(network, given.Path);
        if (given.BackboneFactor == 0)
            network.FreezeBackbone();
        options.Progress?.Report(new TrainingEvent.WeightsGiven(report));
    }

    private Precision ChoosePrecision(long[] batch, Device device)
    {
        if (!PrecisionProbe.IsWorthwhile(device))
            return Precision.Float32;
        var times = PrecisionProbe.Measure(options.Recipe, _classes.Count, batch, device);
        options.Progress?.Report(new TrainingEvent.PrecisionMeasured(times));
        return times.Faster;
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => OutputSchema.Of(context, inputSchema);
}
