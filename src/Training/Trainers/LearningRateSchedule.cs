namespace EmotionGpu.Training.Trainers;

/// <summary>
/// Linear warm-up from 0 to the peak, then half a cosine down to 0 (Loshchilov and Hutter 2017, arXiv:1608.03983, without restarts);
/// changes with every step.
/// </summary>
/// <param name="peak">Highest learning rate.</param>
/// <param name="warmupSteps">Steps of the warm-up; step <c>warmupSteps - 1</c> has the peak.</param>
/// <param name="totalSteps">Steps of the whole training.</param>
public sealed class LearningRateSchedule(double peak, long warmupSteps, long totalSteps)
{
    /// <summary>The learning rate of a step, from 0.</summary>
    public double At(long step)
    {
        if (step < warmupSteps)
            return peak * (step + 1) / warmupSteps;
        var progress = (double)(step - warmupSteps) / Math.Max(1, totalSteps - warmupSteps);
        return peak * 0.5 * (1 + Math.Cos(Math.PI * progress));
    }
}
