namespace EmotionGpu.Training.Trainers;

/// <summary>The loss is no longer a number.</summary>
public sealed class TrainingDivergedException(int epoch, int step, double learningRate) : Exception(FormattableString.Invariant(
    $"the loss is no longer a number in epoch {epoch}, step {step}, at learning rate {learningRate:0.###e+0}; train with a smaller --lr or a longer warm-up"));
