using System.Numerics;

namespace EmotionGpu.Features.Cache;

/// <summary>Hashes, each once, and the places at which they came: 16 bytes each and 5 to 11 to find them by, where the framework's set takes 28 and more while it grows. At most 805 million.</summary>
internal sealed class HashTable
{
    private readonly ChunkedList<Hash> _hashes = new();

    // One more than the place of a hash; it stands at the slot that its last bits say, or in the first free one behind.
    private int[] _slots;

    /// <param name="capacity">Hashes to make room for, up to 16 million: it may come from a file.</param>
    public HashTable(int capacity)
    {
        var room = (uint)Math.Min(capacity, 1 << 24);
        _slots = new int[BitOperations.RoundUpToPowerOf2(room + room / 3 + 4)];
    }

    public int Count => _hashes.Count;

    /// <summary>The place of a hash; -1 where it is not there.</summary>
    public int PlaceOf(Hash hash) => _slots[SlotOf(hash)] - 1;

    /// <summary>Adds a hash where it is not there.</summary>
    /// <returns>Its place.</returns>
    public int Add(Hash hash)
    {
        if (PlaceOf(hash) is >= 0 and var place)
            return place;
        if (Count >= _slots.Length / 4 * 3)
            Widen();
        _hashes.Add(hash);
        _slots[SlotOf(hash)] = Count;
        return Count - 1;
    }

    private int SlotOf(Hash hash)
    {
        var last = _slots.Length - 1;
        var slot = hash.GetHashCode() & last;
        while (_slots[slot] > 0 && _hashes[_slots[slot] - 1] != hash)
            slot = (slot + 1) & last;
        return slot;
    }

    private void Widen()
    {
        _slots = new int[2 * _slots.Length];
        for (var place = 0; place < Count; place++)
            _slots[SlotOf(_hashes[place])] = place + 1;
    }
}
