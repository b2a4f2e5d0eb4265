using EmotionGpu.Training.Models;
using EmotionGpu.Training.Reports;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Trainers;

/// <summary>Everything that a training changes as it goes on: what a <see cref="Checkpoint"/> keeps.</summary>
internal sealed class TrainingState : IDisposable
{
    private readonly List<EpochRecord> _epochs = [];

    /// <summary>The state before the first epoch.</summary>
    /// <param name="network">With its initial weights; not disposed here.</param>
    /// <param name="recipe">Optimiser, average.</param>
    /// <param name="backboneFactor">The backbone's learning rate as a multiple of the head's; 0: it is frozen.</param>
    /// <param name="another">Makes another network of the same architecture and device.</param>
    public TrainingState(EmotionNetwork network, Recipe recipe, double backboneFactor, Func<EmotionNetwork> another)
    {
        Network = network;
        Optimizer = new ScheduledOptimizer(network, recipe, backboneFactor);
        Kept = another();
        Kept.eval();
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

    /// <summary>The weights of <see cref="Best"/>, in evaluation mode.</summary>
    public EmotionNetwork Kept { get; }

    /// <summary>In which numbers all of them compute.</summary>
    public Precision Precision
    {
        get => Network.Precision;
        set
        {
            Network.Precision = Kept.Precision = value;
            if (Average is not null)
                Average.Network.Precision = value;
        }
    }

    /// <summary>Every epoch so far.</summary>
    public IReadOnlyList<EpochRecord> Epochs => _epochs;

    /// <summary>The epoch whose weights are kept; null before the first.</summary>
    public EpochRecord? Best { get; private set; }

    /// <summary>Steps so far.</summary>
    public long Step { get; set; }

    /// <summary>The network that is scored and may be kept: the average where there is one.</summary>
    public EmotionNetwork Candidate => Average?.Network ?? Network;

    /// <summary>Adds an epoch that is over.</summary>
    /// <param name="record">The epoch.</param>
    /// <param name="isBest">Whether the candidate's weights are kept from now on.</param>
    public void Add(EpochRecord record, bool isBest)
    {
        _epochs.Add(record);
        if (!isBest)
            return;
        Best = record;
        Copy(Candidate, Kept);
    }

    /// <summary>Takes over the numbers of a checkpoint; the weights are loaded in place.</summary>
    public void Restore(IReadOnlyList<EpochRecord> epochs, int best, long step)
    {
        _epochs.Clear();
        _epochs.AddRange(epochs);
        Best = epochs[best - 1];
        Step = step;
    }

    /// <summary>Gives the trained network the kept weights, in evaluation mode.</summary>
    public void Finish()
    {
        Copy(Kept, Network);
        Network.eval();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Optimizer.Dispose();
        Average?.Network.Dispose();
        Kept.Dispose();
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
