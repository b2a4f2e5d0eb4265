using System.Runtime.CompilerServices;

namespace EmotionGpu.Features.Devices.Cpu;

/// <summary>float32 values at a fixed address that is a multiple of 64, so that no vector straddles a cache line.</summary>
internal sealed unsafe class AlignedBuffer
{
    private const int Alignment = 64;

    // Pinned: the address holds as long as the array lives, which this object sees to.
    private readonly float[] _memory;

    public AlignedBuffer(int length)
    {
        Length = length;
        _memory = GC.AllocateArray<float>(length + Alignment / sizeof(float), pinned: true);
        var address = (nuint)Unsafe.AsPointer(ref _memory[0]);
        Pointer = (float*)((address + Alignment - 1) / Alignment * Alignment);
    }

    public int Length { get; }

    public float* Pointer { get; }

    public Span<float> Span => new(Pointer, Length);
}
