namespace EmotionGpu.Training.Trainers;

/// <summary>The parts of a training step, and what an epoch has besides steps.</summary>
public enum StepPart
{
    /// <summary>Waiting for the batch: another thread crops, bends, standardises and masks it on the feature backend.</summary>
    Compose,

    /// <summary>The batch and its labels to torch's device.</summary>
    Copy,

    /// <summary>The network and the loss.</summary>
    Forward,

    /// <summary>Gradients.</summary>
    Backward,

    /// <summary>The learning rate, gradients set to zero, and the optimiser's step, the average of the weights.</summary>
    Optimizer,

    /// <summary>The step's loss and hits, read back.</summary>
    Metrics,

    /// <summary>The validation clips, once an epoch.</summary>
    Validation,

    /// <summary>
    /// Everything else until the validation ends: the order of the clips, each step's event, freeing a step's tensors. What follows the
    /// validation (keeping the weights, the checkpoint, the epoch's event) is no part of an epoch's seconds, so it is counted nowhere.
    /// </summary>
    Other,
}

/// <summary>Is told what a training turns to; so a clock can stand beside the loop instead of in it.</summary>
public interface IStepObserver
{
    /// <summary>A part begins, and the one before it is over. Called on the loop's thread; the loop waits.</summary>
    void Enter(StepPart part);
}
