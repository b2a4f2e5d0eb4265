namespace EmotionGpu.Training.Metrics;

/// <summary>Holm's step-down correction for several tests (Holm 1979, Scandinavian Journal of Statistics 6(2): 65-70).</summary>
public static class Holm
{
    /// <summary>
    /// Adjusted p-values: the k-th smallest of m becomes the largest of (m - j + 1)·p_j over j up to k, at most 1. Rejecting those below α
    /// keeps the chance of any false rejection below α, whatever the tests have to do with each other.
    /// </summary>
    /// <param name="pValues">[test].</param>
    /// <param name="tests">m, where not all tests are made yet; null: these are all. Those to come count as if none were smaller, which corrects most.</param>
    /// <returns>[test], in the order given.</returns>
    public static double[] Adjust(IReadOnlyList<double> pValues, int? tests = null)
    {
        var count = tests ?? pValues.Count;
        var adjusted = new double[pValues.Count];
        var largest = 0.0;
        foreach (var (step, test) in Enumerable.Range(0, pValues.Count).OrderBy(test => pValues[test]).Index())
        {
            largest = Math.Max(largest, Math.Min(1, (count - step) * pValues[test]));
            adjusted[test] = largest;
        }

        return adjusted;
    }
}
