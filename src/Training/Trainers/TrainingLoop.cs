using System.Diagnostics;
using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Reports;
using TorchSharp;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Trainers;

/// <summary>What a training gave.</summary>
/// <param name="Epochs">Every epoch.</param>
/// <param name="Kept">The epoch whose weights are handed over.</param>
public sealed record TrainingHistory(IReadOnlyList<EpochRecord> Epochs, EpochRecord Kept);

/// <summary>Epochs of steps, a validation and a checkpoint after each.</summary>
/// <param name="state">The network and what belongs to it; not disposed.</param>
/// <param name="options">Recipe, seed, who listens.</param>
/// <param name="batches">The training clips.</param>
/// <param name="validator">The validation clips; null: there are none.</param>
/// <param name="loss">Of scores and labels; not disposed.</param>
/// <param name="device">Where the network is.</param>
internal sealed class TrainingLoop(
    TrainingState state, TrainerOptions options, TrainingBatches batches, Validator? validator, WeightedFocalLoss loss, Device device)
{
    private readonly Recipe _recipe = options.Recipe;
    private readonly LearningRateSchedule _schedule = new(
        options.Recipe.LearningRate, (long)options.Recipe.WarmupEpochs * batches.Steps, (long)options.Recipe.Epochs * batches.Steps);

    /// <summary>Trains from where the state is.</summary>
    /// <param name="afterEpoch">Called after each epoch but the last, when a checkpoint can be written.</param>
    /// <param name="cancellation">Ends the training between two steps.</param>
    /// <exception cref="TrainingDivergedException">The loss is no longer a number.</exception>
    public TrainingHistory Run(Action? afterEpoch, CancellationToken cancellation)
    {
        for (var epoch = state.Epochs.Count + 1; epoch <= _recipe.Epochs && !OutOfPatience(); epoch++)
        {
            var watch = Stopwatch.StartNew();
            // Dropout draws from torch's generator: what it draws must not hang on the epochs before, which a resumed run has not seen.
            random.manual_seed(((long)options.Seed << 20) + epoch);
            var (trainLoss, accuracy) = TrainEpoch(epoch, cancellation);
            Enter(StepPart.Validation);
            var record = Validate(epoch, trainLoss, accuracy, watch);
            Enter(StepPart.Other);
            var isKept = _recipe.Keep == KeptEpoch.Last || validator is null || state.KeptRecord is not { } best || record.MacroF1 > best.MacroF1;
            state.Add(record, isKept);
            if (isKept)
                options.OnKept?.Invoke(state.Kept);
            if (epoch < _recipe.Epochs)
                afterEpoch?.Invoke();
            options.Progress?.Report(new TrainingEvent.EpochDone(record, isKept && _recipe.Keep == KeptEpoch.Best));
        }

        if (OutOfPatience())
            options.Progress?.Report(new TrainingEvent.StoppedEarly(state.Epochs.Count, _recipe.Patience!.Value));
        return new TrainingHistory([.. state.Epochs], state.KeptRecord!);
    }

    private bool OutOfPatience() => _recipe.Patience is { } patience && state.KeptRecord is { } best
        && state.Epochs.Count - best.Epoch >= patience && state.Epochs.Count < _recipe.Epochs;

    private EpochRecord Validate(int epoch, double trainLoss, double accuracy, Stopwatch watch)
    {
        var lr = _schedule.At(state.Step - 1);
        if (validator is null)
            return new EpochRecord(epoch, trainLoss, accuracy, double.NaN, double.NaN, double.NaN, double.NaN, lr, watch.Elapsed.TotalSeconds);

        var (scores, validationLoss) = validator.Score(state.Candidate);
        RawScores? raw = null;
        if (state.Average is not null)
        {
            var (ofRaw, rawLoss) = validator.Score(state.Network);
            raw = new RawScores(ofRaw.MacroF1, ofRaw.Uar, ofRaw.Accuracy, rawLoss);
        }

        return new EpochRecord(
            epoch, trainLoss, accuracy, scores.MacroF1, scores.Uar, scores.Accuracy, validationLoss, lr, watch.Elapsed.TotalSeconds, raw);
    }

    private (double Loss, double Accuracy) TrainEpoch(int epoch, CancellationToken cancellation)
    {
        state.Network.train();
        var (lossSum, correct, seen, step) = (0.0, 0, 0, 0);
        Enter(StepPart.Compose);
        foreach (var batch in batches.Epoch(epoch))
        {
            cancellation.ThrowIfCancellationRequested();
            var (stepLoss, hits) = TrainStep(batch);
            step++;
            if (!double.IsFinite(stepLoss))
                throw new TrainingDivergedException(epoch, step, _schedule.At(state.Step - 1));
            lossSum += stepLoss * batch.Labels.Length;
            correct += hits;
            seen += batch.Labels.Length;
            options.Progress?.Report(new TrainingEvent.Step(epoch, _recipe.Epochs, step, batches.Steps, lossSum / seen, (double)correct / seen));
            Enter(StepPart.Compose);
        }

        return (lossSum / seen, (double)correct / seen);
    }

    private (double Loss, int Correct) TrainStep(TrainingBatch batch)
    {
        using var scope = NewDisposeScope();
        Enter(StepPart.Copy);
        var input = tensor(batch.Values, batches.Shape(batch.Labels.Length), device: device);
        var labels = tensor(batch.Labels, device: device);
        Enter(StepPart.Optimizer);
        state.Optimizer.ZeroGradients();
        Enter(StepPart.Forward);
        var scores = state.Network.forward(input);
        var (batchLoss, majority) = batch.Mix is { } mix ? MixedLoss(scores, labels, mix) : (loss.Compute(scores, labels), labels);
        Enter(StepPart.Backward);
        batchLoss.backward();
        Enter(StepPart.Optimizer);
        state.Optimizer.Step(_schedule.At(state.Step));
        state.Average?.Update(state.Network, state.Step);
        state.Step++;
        Enter(StepPart.Metrics);
        var result = (batchLoss.item<float>(), (int)scores.argmax(1).eq(majority).sum().item<long>());
        Enter(StepPart.Other);
        return result;
    }

    private (Tensor Loss, Tensor MajorityLabels) MixedLoss(Tensor scores, Tensor labels, MixupDraw mix)
    {
        var others = labels.index_select(0, tensor(mix.Partner, device: device));
        var mixed = loss.Compute(scores, labels).Times(mix.Lambda).Plus(loss.Compute(scores, others).Times(1 - mix.Lambda));
        return (mixed, mix.Lambda >= 0.5 ? labels : others);
    }

    private void Enter(StepPart part) => options.Observer?.Enter(part);
}
