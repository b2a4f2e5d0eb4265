using ILGPU;
using ILGPU.Runtime;

namespace EmotionGpu.Features.Devices.Gpu;

/// <summary>Device memory that is kept from batch to batch and replaced by a larger piece when a batch needs more.</summary>
/// <typeparam name="T">Its elements.</typeparam>
internal sealed class DeviceBuffer<T> : IDisposable
    where T : unmanaged
{
    private readonly Accelerator _accelerator;
    private MemoryBuffer1D<T, Stride1D.Dense>? _memory;

    /// <param name="accelerator">Whose memory; not disposed.</param>
    public DeviceBuffer(Accelerator accelerator) => _accelerator = accelerator;

    /// <summary>How often memory was allocated.</summary>
    public int Allocations { get; private set; }

    /// <summary>All of it.</summary>
    public ArrayView<T> View => _memory!.View.AsContiguous();

    /// <summary>A quarter more than asked, so that batches that grow a little do not allocate each time.</summary>
    public static long Capacity(long length) => Math.Max(16, length + length / 4);

    /// <summary>
    /// Memory for <paramref name="length"/> elements, contents undefined. Only while no kernel or copy that uses it is under way:
    /// a smaller piece is freed.
    /// </summary>
    public ArrayView<T> Reserve(long length)
    {
        if (_memory is null || _memory.Length < length)
        {
            _memory?.Dispose();
            _memory = null;
            _memory = _accelerator.Allocate1D<T>(Capacity(length));
            Allocations++;
        }

        return View.SubView(0, length);
    }

    public void Dispose() => _memory?.Dispose();
}
