namespace EmotionGpu.Training.Corpora;

/// <summary>
/// Validation actors for folds that have none of their own: one man (odd) and one woman (even) of the fold's training actors, by RAVDESS's numbers. Of
/// other corpora, whose numbers do not tell, it is an odd and an even one.
/// A pair, not more: every actor less to train on costs more than a steadier choice of checkpoint gains.
/// </summary>
/// <remarks>
/// Folds are served in their order, each with the man and the woman who have validated least often so far, of equal ones the lowest number:
/// folds validate on different people as long as there are any. Where fewer than four actors train, or one gender is absent, one actor,
/// chosen alike among all. Nothing is random, so the same data always splits the same way.
/// </remarks>
public static class ValidationDraw
{
    /// <summary>The actors to take; empty when fewer than two train, since one must be left.</summary>
    /// <param name="folds">The protocol's folds.</param>
    /// <param name="index">The fold that wants validation actors, from 0.</param>
    /// <param name="present">Actors that have clips.</param>
    public static IReadOnlyList<int> For(IReadOnlyList<ProtocolFold> folds, int index, IReadOnlyCollection<int> present)
    {
        var served = new Dictionary<int, int>();
        IReadOnlyList<int> taken = [];
        foreach (var fold in folds.Take(index + 1))
        {
            int[] own = [.. fold.Validation.Intersect(present)];
            taken = own.Length > 0 ? own : LeastServed([.. present.Except(fold.Test).Order()], served);
            foreach (var actor in taken)
                served[actor] = served.GetValueOrDefault(actor) + 1;
        }

        return taken;
    }

    private static int[] LeastServed(int[] actors, Dictionary<int, int> served)
    {
        if (actors.Length < 2)
            return [];
        var (men, women) = (actors.Where(actor => actor % 2 != 0), actors.Where(actor => actor % 2 == 0));
        return actors.Length >= 4 && men.Any() && women.Any() ? [First(men), First(women)] : [First(actors)];

        int First(IEnumerable<int> candidates) => candidates.MinBy(actor => (served.GetValueOrDefault(actor), actor));
    }
}
