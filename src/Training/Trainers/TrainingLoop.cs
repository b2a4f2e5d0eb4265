using System.Diagnostics;
using EmotionGpu.Training.Data;
using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Reports;
using TorchSharp;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Trainers;

/// <summary>What a training gave.</summary>
/// <param name="Epochs">Every epoch.</param>
/// <param name="Best">The epoch whose weights the network now has.</param>
public sealed record TrainingHistory(IReadOnlyList<EpochRecord> Epochs, EpochRecord Best);

/// <summary>Epochs of steps, a validation after each, the best weights kept.</summary>
internal sealed class TrainingLoop : IDisposable
{
    private readonly EmotionNetwork _network;
    private readonly TrainerOptions _options;
    private readonly Recipe _recipe;
    private readonly ClipTable _clips;
    private readonly BatchComposer _composer;
    private readonly Validator? _validator;
    private readonly Device _device;
    private readonly WeightedFocalLoss _loss;
    private readonly optim.Optimizer _optimizer;
    private readonly LearningRateSchedule _schedule;
    private readonly int _stepsAnEpoch;
    private long _step;

    public TrainingLoop(
        EmotionNetwork network, TrainerOptions options, ClipTable clips, BatchComposer composer, Validator? validator,
        IReadOnlyList<double> classWeights, Device device)
    {
        (_network, _options, _recipe, _clips) = (network, options, options.Recipe, clips);
        (_composer, _validator, _device) = (composer, validator, device);
        _loss = new WeightedFocalLoss(classWeights, _recipe.LabelSmoothing, _recipe.FocalGamma, device);
        _optimizer = _recipe.Optimizer switch
        {
            OptimizerKind.Adam => optim.Adam(network.parameters(), _recipe.LearningRate, weight_decay: _recipe.WeightDecay),
            OptimizerKind.AdamW => optim.AdamW(network.parameters(), _recipe.LearningRate, weight_decay: _recipe.WeightDecay),
            _ => throw new UnreachableException($"no optimiser {_recipe.Optimizer}"),
        };
        _stepsAnEpoch = (clips.Clips.Count + _recipe.BatchSize - 1) / _recipe.BatchSize;
        _schedule = new LearningRateSchedule(
            _recipe.LearningRate, (long)_recipe.WarmupEpochs * _stepsAnEpoch, (long)_recipe.Epochs * _stepsAnEpoch);
    }

    /// <summary>Trains; afterwards the network has the best epoch's weights (the last one's without validation).</summary>
    /// <exception cref="TrainingDivergedException">The loss is no longer a number.</exception>
    public TrainingHistory Run(CancellationToken cancellation)
    {
        var epochs = new List<EpochRecord>();
        EpochRecord? best = null;
        using var kept = new WeightSnapshot(_network);
        for (var epoch = 1; epoch <= _recipe.Epochs; epoch++)
        {
            var watch = Stopwatch.StartNew();
            var (loss, accuracy) = TrainEpoch(epoch, cancellation);
            Enter(StepPart.Validation);
            var record = Validate(epoch, loss, accuracy, watch);
            Enter(StepPart.Other);
            epochs.Add(record);
            var isBest = best is null || _validator is null || record.MacroF1 > best.MacroF1;
            if (isBest)
            {
                best = record;
                kept.Take();
                _network.eval();
                _options.OnBest?.Invoke(_network);
            }

            _options.Progress?.Report(new TrainingEvent.EpochDone(record, isBest));
            if (_recipe.Patience is { } patience && epoch - best!.Epoch >= patience && epoch < _recipe.Epochs)
            {
                _options.Progress?.Report(new TrainingEvent.StoppedEarly(epoch, patience));
                break;
            }
        }

        kept.Restore();
        _network.eval();
        return new TrainingHistory(epochs, best!);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        _loss.Dispose();
    }

    private EpochRecord Validate(int epoch, double loss, double accuracy, Stopwatch watch)
    {
        (Scores? scores, var validationLoss) = _validator is null ? (null, double.NaN) : _validator.Score(_network);
        return new EpochRecord(
            epoch, loss, accuracy, scores?.MacroF1 ?? double.NaN, scores?.Uar ?? double.NaN, scores?.Accuracy ?? double.NaN, validationLoss,
            _schedule.At(_step - 1), watch.Elapsed.TotalSeconds);
    }

    private (double Loss, double Accuracy) TrainEpoch(int epoch, CancellationToken cancellation)
    {
        _network.train();
        var order = _recipe.BalancedSampler
            ? ClipSampler.Balanced(_clips.Labels, _options.Seed, epoch)
            : ClipSampler.Shuffled(_clips.Labels.Count, _options.Seed, epoch);
        var (lossSum, correct, seen) = (0.0, 0, 0);
        for (var step = 0; step < _stepsAnEpoch; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var members = order.AsSpan(step * _recipe.BatchSize, Math.Min(_recipe.BatchSize, order.Length - step * _recipe.BatchSize));
            var (loss, hits) = TrainStep(members, epoch, step);
            if (!double.IsFinite(loss))
                throw new TrainingDivergedException(epoch, step + 1, _schedule.At(_step - 1));
            lossSum += loss * members.Length;
            correct += hits;
            seen += members.Length;
            _options.Progress?.Report(new TrainingEvent.Step(
                epoch, _recipe.Epochs, step + 1, _stepsAnEpoch, lossSum / seen, (double)correct / seen));
        }

        return (lossSum / seen, (double)correct / seen);
    }

    private (double Loss, int Correct) TrainStep(ReadOnlySpan<int> members, int epoch, int step)
    {
        using var scope = NewDisposeScope();
        Enter(StepPart.Compose);
        var values = new float[members.Length * _composer.ValuesPerClip];
        var mix = _recipe.MixupAlpha > 0 ? MixupDraw.Draw(_recipe.MixupAlpha, members.Length, _options.Seed, epoch, step) : null;
        _composer.Augmented(members, epoch, _recipe.SpecAugment, _recipe.Augment, mix, values);
        Enter(StepPart.Copy);
        var input = tensor(values, _composer.Shape(members.Length), device: _device);
        var truth = new long[members.Length];
        for (var i = 0; i < truth.Length; i++)
            truth[i] = _clips.Labels[members[i]];
        var labels = tensor(truth, device: _device);

        Enter(StepPart.Optimizer);
        foreach (var group in _optimizer.ParamGroups)
            group.LearningRate = _schedule.At(_step);
        _step++;
        _optimizer.zero_grad();
        Enter(StepPart.Forward);
        var scores = _network.forward(input);
        var (loss, majority) = mix is null ? (_loss.Compute(scores, labels), labels) : MixedLoss(scores, labels, mix);
        Enter(StepPart.Backward);
        loss.backward();
        Enter(StepPart.Optimizer);
        _optimizer.step();
        Enter(StepPart.Metrics);
        var result = (loss.item<float>(), (int)scores.argmax(1).eq(majority).sum().item<long>());
        Enter(StepPart.Other);
        return result;
    }

    private void Enter(StepPart part) => _options.Observer?.Enter(part);

    private (Tensor Loss, Tensor MajorityLabels) MixedLoss(Tensor scores, Tensor labels, MixupDraw mix)
    {
        var others = labels.index_select(0, tensor(mix.Partner, device: _device));
        var loss = mix.Lambda * _loss.Compute(scores, labels) + (1 - mix.Lambda) * _loss.Compute(scores, others);
        return (loss, mix.Lambda >= 0.5 ? labels : others);
    }
}
