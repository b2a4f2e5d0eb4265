namespace EmotionGpu.Features.Devices.Gpu;

/// <summary>Host memory in which a batch's clips are laid one after the other before they go up; kept from batch to batch.</summary>
/// <typeparam name="T">Its elements.</typeparam>
internal sealed class PackedHostBuffer<T>
    where T : unmanaged
{
    private T[] _memory = [];

    /// <summary>Number of elements packed.</summary>
    public int Length { get; private set; }

    /// <summary>What is packed.</summary>
    public ReadOnlySpan<T> Packed => _memory.AsSpan(0, Length);

    /// <summary>Forgets what is packed.</summary>
    public void Clear() => Length = 0;

    /// <summary>Lays elements behind the last.</summary>
    /// <returns>Where they start.</returns>
    public int Add(ReadOnlySpan<T> elements)
    {
        var offset = Length;
        var needed = checked(offset + elements.Length);
        if (needed > _memory.Length)
            Array.Resize(ref _memory, Math.Max(needed, (int)Math.Min(Array.MaxLength, _memory.Length * 2L)));
        elements.CopyTo(_memory.AsSpan(offset));
        Length = needed;
        return offset;
    }

    /// <summary>Memory for <paramref name="length"/> elements that come down, contents undefined.</summary>
    public Span<T> Receive(int length)
    {
        if (length > _memory.Length)
            _memory = new T[length];
        Length = length;
        return _memory.AsSpan(0, length);
    }
}
