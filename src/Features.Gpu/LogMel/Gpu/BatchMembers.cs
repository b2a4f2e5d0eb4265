namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>
/// Whose clips a batch of a call needs: its own, and the partners that fell into other batches, each once, so that every batch is complete
/// in itself.
/// </summary>
internal sealed class BatchMembers
{
    private readonly List<int> _all;

    /// <param name="partners">The call's partners, [clip]; empty: none.</param>
    /// <param name="first">The batch's first clip in the call.</param>
    /// <param name="count">Its number of clips.</param>
    public BatchMembers(ReadOnlySpan<int> partners, int first, int count)
    {
        _all = [.. Enumerable.Range(first, count)];
        Partners = new int[partners.IsEmpty ? 0 : count];
        var places = new Dictionary<int, int>();
        for (var i = 0; i < Partners.Length; i++)
        {
            var partner = partners[first + i];
            if (partner >= first && partner < first + count)
                Partners[i] = partner - first;
            else if (places.TryGetValue(partner, out var place))
                Partners[i] = place;
            else
            {
                places.Add(partner, _all.Count);
                Partners[i] = _all.Count;
                _all.Add(partner);
            }
        }
    }

    /// <summary>Indices in the call: the batch's own clips, then the partners from elsewhere.</summary>
    public IReadOnlyList<int> All => _all;

    /// <summary>Index in <see cref="All"/> of each own clip's partner; empty: none.</summary>
    public int[] Partners { get; }
}
