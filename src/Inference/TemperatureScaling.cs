namespace EmotionGpu.Inference;

/// <summary>
/// Temperature scaling (Guo et al. 2017, arXiv:1706.04599, section 4.2): logits are divided by one number, which makes confidences softer (above 1)
/// or harder and leaves the label as it is. Log-probabilities serve as logits, being those up to a constant that softmax takes out.
/// </summary>
public static class TemperatureScaling
{
    /// <summary>No probability is taken for smaller: 2⁻⁵², so that one which underflowed to 0 has a logarithm like others.</summary>
    public const double Floor = 1.0 / (1L << 52);

    /// <summary>softmax(ln p/T).</summary>
    /// <param name="probabilities">[class].</param>
    /// <param name="temperature">T, above 0; 1 changes nothing.</param>
    /// <returns>[class], adding up to 1.</returns>
    public static double[] Apply(IEnumerable<double> probabilities, double temperature) => Softmax(Logits(probabilities), temperature);

    /// <summary>ln p, [class].</summary>
    public static double[] Logits(IEnumerable<double> probabilities) => [.. probabilities.Select(p => Math.Log(Math.Max(p, Floor)))];

    /// <summary>softmax(z/T).</summary>
    /// <param name="logits">z, [class].</param>
    /// <param name="temperature">T, above 0.</param>
    /// <returns>[class], adding up to 1.</returns>
    public static double[] Softmax(IReadOnlyList<double> logits, double temperature)
    {
        var largest = logits.Max();
        double[] powers = [.. logits.Select(logit => Math.Exp((logit - largest) / temperature))];
        var sum = powers.Sum();
        return [.. powers.Select(power => power / sum)];
    }
}
