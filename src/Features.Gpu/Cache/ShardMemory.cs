namespace EmotionGpu.Features.Cache;

/// <summary>The values of the shard that is being filled, in the order of its file; used again for the next shard.</summary>
internal sealed class ShardMemory
{
    private const int BlockValues = 1 << 21;

    /// <summary>Memory that is kept from shard to shard: a shard of the default size a few times over.</summary>
    private const long KeptValues = 1L << 25;

    private readonly List<Half[]> _blocks = [];
    private readonly List<int> _used = [];

    /// <summary>Memory for a tensor behind the last one, contents undefined.</summary>
    public Memory<Half> Take(int values)
    {
        if (_used.Count == 0 || _blocks[_used.Count - 1].Length - _used[^1] < values)
            Open(values);
        var start = _used[^1];
        _used[^1] += values;
        return _blocks[_used.Count - 1].AsMemory(start, values);
    }

    /// <summary>What was taken, in order, in as few pieces as there are blocks.</summary>
    public IEnumerable<ReadOnlyMemory<Half>> Written => _used.Select((used, block) => (ReadOnlyMemory<Half>)_blocks[block].AsMemory(0, used));

    /// <summary>Forgets what was taken.</summary>
    public void Clear()
    {
        _used.Clear();
        var kept = 0L;
        var first = _blocks.FindIndex(block => (kept += block.Length) > KeptValues);
        if (first >= 0)
            _blocks.RemoveRange(first, _blocks.Count - first);
    }

    private void Open(int values)
    {
        var block = _used.Count;
        if (block == _blocks.Count)
            _blocks.Add([]);
        if (_blocks[block].Length < values)
            _blocks[block] = GC.AllocateUninitializedArray<Half>(Math.Max(BlockValues, values));
        _used.Add(0);
    }
}
