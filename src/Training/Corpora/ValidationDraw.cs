namespace EmotionGpu.Training.Corpora;

/// <summary>
/// Validation actors for folds that have none of their own: one man (odd) and one woman (even) of the fold's training actors.
/// A pair, not more: every actor less to train on costs more than a steadier choice of checkpoint gains.
/// </summary>
/// <remarks>
/// With k the fold's index: the k-th of the men and the k-th of the women, counted in ascending order and around the end, so that
/// folds validate on different people. Where fewer than four actors train, or one gender is absent, one actor: the k-th of all.
/// Nothing is random, so the same data always splits the same way.
/// </remarks>
public static class ValidationDraw
{
    /// <summary>The actors to take; empty when fewer than two train, since one must be left.</summary>
    /// <param name="train">The fold's training actors.</param>
    /// <param name="fold">The fold's index, from 0.</param>
    public static IReadOnlyList<int> From(IEnumerable<int> train, int fold)
    {
        int[] actors = [.. train.Order()];
        int[] men = [.. actors.Where(actor => actor % 2 != 0)];
        int[] women = [.. actors.Where(actor => actor % 2 == 0)];
        if (actors.Length < 2)
            return [];
        return actors.Length >= 4 && men.Length > 0 && women.Length > 0
            ? [men[fold % men.Length], women[fold % women.Length]]
            : [actors[fold % actors.Length]];
    }
}
