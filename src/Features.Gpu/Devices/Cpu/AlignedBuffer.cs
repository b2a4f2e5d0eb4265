using System.Runtime.CompilerServices;

namespace EmotionGpu.Features.Devices.Cpu;

/// <summary>
/// Values at a fixed address that is a multiple of 64, so that no vector straddles a cache line. A pointer does not keep the
/// memory, a span does: whoever works with one keeps this object, or its owner, alive to the end (<see cref="GC.KeepAlive"/>).
/// </summary>
/// <typeparam name="TValue">float or double.</typeparam>
internal sealed unsafe class AlignedBuffer<TValue> where TValue : unmanaged
{
    private const int Alignment = 64;

    // Pinned: the address holds as long as the array lives, which this object sees to.
    private readonly TValue[] _memory;

    /// <param name="length">Number of values.</param>
    /// <exception cref="InsufficientMemoryException">More than an array can hold.</exception>
    public AlignedBuffer(long length)
    {
        var spare = Alignment / sizeof(TValue);
        if (length > Array.MaxLength - spare)
            throw new InsufficientMemoryException(FormattableString.Invariant($"{length} values: at most {Array.MaxLength - spare} fit a buffer"));

        Length = (int)length;
        _memory = GC.AllocateArray<TValue>(Length + spare, pinned: true);
        var address = (nuint)Unsafe.AsPointer(ref _memory[0]);
        Pointer = (TValue*)((address + Alignment - 1) / Alignment * Alignment);
    }

    public int Length { get; }

    public TValue* Pointer { get; }

    public Span<TValue> Span => new(Pointer, Length);
}
