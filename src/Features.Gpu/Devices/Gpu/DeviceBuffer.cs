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

    /// <summary>Memory for <paramref name="length"/> elements, contents undefined.</summary>
    public ArrayView<T> Reserve(int length)
    {
        if (_memory is null || _memory.Length < length)
        {
            // A quarter more than asked, so that batches that grow a little do not allocate each time.
            var capacity = Math.Max(16, length + (long)(length / 4));
            _memory?.Dispose();
            _memory = null;
            _memory = _accelerator.Allocate1D<T>(capacity);
        }

        return _memory.View.SubView(0, length).AsContiguous();
    }

    /// <summary>Copies host memory up.</summary>
    /// <returns>The copy on the device.</returns>
    public ArrayView<T> Upload(AcceleratorStream stream, ReadOnlySpan<T> source)
    {
        var view = Reserve(source.Length);
        if (!source.IsEmpty)
            view.CopyFromCPU(stream, source);
        return view;
    }

    public void Dispose() => _memory?.Dispose();
}
