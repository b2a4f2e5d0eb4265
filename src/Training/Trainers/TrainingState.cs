using EmotionGpu.Training.Models;
using EmotionGpu.Training.Reports;
using TorchSharp;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Trainers;

/// <summary>Everything that a training changes as it goes on: what a <see cref="Checkpoint"/> keeps.</summary>
internal sealed class TrainingState : IDisposable
{
    private readonly List<EpochRecord> _epochs = [];
    private readonly EmotionNetwork? _earlier;
    private bool _handedOver;

    /// <summary>The state before the first epoch.</summary>
    /// <param name="network">With its initial weights; the state's from now on.</param>
    /// <param name="recipe">Optimiser, average, which epoch is kept.</param>
    /// <param name="backboneFactor">The backbone's learning rate as a multiple of the head's; 0: it is frozen.</param>
    /// <param name="another">Makes another network of the same architecture and device.</param>
    public TrainingState(EmotionNetwork network, Recipe recipe, double backboneFactor, Func<EmotionNetwork> another)
    {
        Network = network;
        Optimizer = new ScheduledOptimizer(network, recipe, backboneFactor);
        if (recipe.Keep == KeptEpoch.Best)
        {
            _earlier = another();
            _earlier.eval();
        }

        if (recipe.EmaDecay == 0)
            return;
        var average = another();
        average.eval();
        Copy(network, average); // So that given weights that are frozen stay as they are, bit for bit.
        Average = new WeightAverage(average, recipe.EmaDecay);
    }

    /// <summary>The network that is trained.</summary>
    public EmotionNetwork Network { get; }

    /// <summary>Its optimiser.</summary>
    public ScheduledOptimizer Optimizer { get; }

    /// <summary>The average of its weights; null where the recipe wants none.</summary>
    public WeightAverage? Average { get; }

    /// <summary>The weights of <see cref="KeptRecord"/>: the last ones, or a copy of those of the best epoch.</summary>
    public EmotionNetwork Kept => _earlier ?? Candidate;

    /// <summary>Every network there is, in an order that hangs on the recipe alone.</summary>
    public IEnumerable<EmotionNetwork> Networks =>
        new[] { Network, _earlier, Average?.Network }.OfType<EmotionNetwork>();

    /// <summary>In which numbers all of them compute.</summary>
    public Precision Precision
    {
        get => Network.Precision;
        set
        {
            foreach (var network in Networks)
                network.Precision = value;
        }
    }

    /// <summary>Every epoch so far.</summary>
    public IReadOnlyList<EpochRecord> Epochs => _epochs;

    /// <summary>The epoch whose weights are kept; null before the first.</summary>
    public EpochRecord? KeptRecord { get; private set; }

    /// <summary>Steps so far.</summary>
    public long Step { get; set; }

    /// <summary>The network that is scored and may be kept: the average where there is one.</summary>
    public EmotionNetwork Candidate => Average?.Network ?? Network;

    /// <summary>Adds an epoch that is over.</summary>
    /// <param name="record">The epoch.</param>
    /// <param name="isKept">Whether the candidate's weights are kept from now on; always, where the last epoch is.</param>
    public void Add(EpochRecord record, bool isKept)
    {
        _epochs.Add(record);
        if (!isKept)
            return;
        KeptRecord = record;
        if (_earlier is not null)
            Copy(Candidate, _earlier);
        Kept.eval();
    }

    /// <summary>Takes over the numbers of a checkpoint; the weights are loaded in place.</summary>
    public void Restore(IReadOnlyList<EpochRecord> epochs, int kept, long step)
    {
        _epochs.Clear();
        _epochs.AddRange(epochs);
        KeptRecord = epochs[kept - 1];
        Step = step;
    }

    /// <summary>Hands the trained network over with the kept weights, on the CPU, in evaluation mode; the caller disposes it.</summary>
    public EmotionNetwork Finish()
    {
        if (Kept != Network)
            Copy(Kept, Network);
        Network.eval();
        Network.cpu();
        _handedOver = true;
        return Network;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Optimizer.Dispose();
        foreach (var network in Networks.Where(network => network != Network || !_handedOver))
            network.Dispose();
    }

    private static void Copy(EmotionNetwork from, EmotionNetwork to)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var target = to.state_dict();
        foreach (var (name, weight) in from.state_dict())
            target[name].copy_(weight);
    }
}
