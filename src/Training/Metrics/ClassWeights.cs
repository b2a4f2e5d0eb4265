namespace EmotionGpu.Training.Metrics;

/// <summary>Weights of the classes in the loss, against uneven class counts.</summary>
public static class ClassWeights
{
    /// <summary>
    /// n/(classes·count) for each class, as scikit-learn's <c>class_weight="balanced"</c>, then clipped at
    /// <paramref name="clip"/> times the smallest.
    /// </summary>
    /// <remarks>
    /// A class without clips gets 0: it adds nothing to the loss, so no other value would mean anything, and it counts neither among
    /// the classes nor as the smallest weight, so the weights of the others are those of a task without it.
    /// </remarks>
    /// <param name="counts">[class], training clips of each class.</param>
    /// <param name="clip">Largest weight as a multiple of the smallest, at least 1.</param>
    /// <returns>[class]; all 0 without clips.</returns>
    public static double[] Compute(IReadOnlyList<int> counts, double clip)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(clip, 1);
        var occurring = counts.Count(count => count > 0);
        if (occurring == 0)
            return new double[counts.Count];

        var scale = counts.Sum() / (double)occurring;
        var largest = clip * scale / counts.Max();
        return [.. counts.Select(count => count == 0 ? 0 : Math.Min(scale / count, largest))];
    }
}
