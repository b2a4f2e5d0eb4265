namespace EmotionGpu.Training.Metrics;

/// <summary>Expected scores of guessing each clip's class independently and uniformly.</summary>
public static class UniformGuess
{
    /// <summary>Expectations over the guesses.</summary>
    /// <remarks>
    /// Accuracy and every recall are expected to be 1/C. For F1 of a class with s of the n clips: the number m of clips that are guessed
    /// to be of it is binomial, Bin(n, 1/C), and of these m·s/n are expected to be hits, so
    /// E[F1] = Σ_m Bin(m; n, 1/C)·2·(m·s/n)/(s + m). Macro-F1 takes a class without clips for guessed at least once, which is all but
    /// certain of more than a few clips.
    /// </remarks>
    /// <param name="supports">[class], clips of each class; at least one clip.</param>
    public static PerMetric<double> Expected(IReadOnlyList<int> supports)
    {
        var classes = supports.Count;
        var total = supports.Sum();
        double[] f1 = [.. supports.Select(support => ExpectedF1(support, total, 1.0 / classes))];
        return new PerMetric<double>(
            f1.Average(), 1.0 / classes, 1.0 / classes, f1.Zip(supports, (score, support) => score * support).Sum() / total);
    }

    private static double ExpectedF1(int support, int total, double share)
    {
        if (support == 0)
            return 0;
        if (share == 1)
            return 2.0 * support / (support + total);
        // Binomial terms by their ratio, in logarithms: (1 - share)ⁿ of many clips is no double.
        double logTerm = total * Math.Log(1 - share), sum = 0;
        for (var guessed = 1; guessed <= total; guessed++)
        {
            logTerm += Math.Log((total - guessed + 1.0) / guessed) + Math.Log(share / (1 - share));
            sum += Math.Exp(logTerm) * 2 * ((double)guessed * support / total) / (support + guessed);
        }

        return sum;
    }
}
