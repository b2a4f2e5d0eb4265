using System.Runtime.CompilerServices;

namespace EmotionGpu.Features.Devices.Gpu;

/// <summary>A typed part of a <see cref="TransferBlock"/>.</summary>
/// <typeparam name="T">Its elements.</typeparam>
/// <param name="Offset">Where it starts, in bytes.</param>
/// <param name="Length">Its number of elements.</param>
internal readonly record struct Section<T>(long Offset, int Length)
    where T : unmanaged;

/// <summary>Lays out what a batch sends up in one block, so that one copy is enough.</summary>
internal sealed class BlockLayout
{
    // What device allocations are aligned to: every section could as well be a buffer of its own.
    private const int Alignment = 256;

    /// <summary>Bytes laid out so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Room for <paramref name="length"/> elements behind the last section.</summary>
    public Section<T> Add<T>(int length)
        where T : unmanaged
    {
        // ILGPU's views count their start in elements: a section starts at a multiple of the alignment and of its elements' size,
        // of which the common divisor is the lowest bit.
        var size = Unsafe.SizeOf<T>();
        var step = (long)size * (Alignment / Math.Min(Alignment, size & -size));
        var section = new Section<T>((Bytes + step - 1) / step * step, length);
        Bytes = section.Offset + (long)length * size;
        return section;
    }
}
