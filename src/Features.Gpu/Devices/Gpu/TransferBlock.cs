using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Runtime;

namespace EmotionGpu.Features.Devices.Gpu;

/// <summary>
/// Page-locked host memory and the device memory that it is copied to or from, of one layout; kept from batch to batch.
/// </summary>
internal sealed class TransferBlock : IDisposable
{
    private readonly Accelerator _accelerator;
    private readonly DeviceBuffer<byte> _device;
    private PageLockedMemory? _host;
    private int _hostAllocations;

    /// <param name="accelerator">Whose memory; not disposed.</param>
    public TransferBlock(Accelerator accelerator)
    {
        _accelerator = accelerator;
        _device = new(accelerator);
    }

    /// <summary>How often memory was allocated.</summary>
    public int Allocations => _device.Allocations + _hostAllocations;

    /// <summary>Makes both sides large enough; contents undefined. Only while nothing that uses them is under way.</summary>
    public void Reserve(long bytes)
    {
        _device.Reserve(bytes);
        if (_host is not null && _host.Bytes >= bytes)
            return;
        _host?.Dispose();
        _host = null;
        _host = new(_accelerator, DeviceBuffer<byte>.Capacity(bytes));
        _hostAllocations++;
    }

    /// <summary>The host's side of a section.</summary>
    public Span<T> Host<T>(Section<T> section)
        where T : unmanaged => _host!.Span<T>(section.Offset, section.Length);

    /// <summary>The device's side of a section.</summary>
    public ArrayView<T> Device<T>(Section<T> section)
        where T : unmanaged =>
        _device.View.SubView(section.Offset, (long)section.Length * Unsafe.SizeOf<T>()).Cast<T>();

    /// <summary>Bytes that have gone up.</summary>
    public long BytesUp { get; private set; }

    /// <summary>Queues the copy of the first bytes to the device; returns at once where the memory is page-locked.</summary>
    public void Upload(AcceleratorStream stream, long bytes)
    {
        BytesUp += bytes;
        _device.View.SubView(0, bytes).CopyFromCPUUnsafeAsync(stream, ref _host!.First, bytes);
    }

    /// <summary>Queues the copy of the first bytes from the device; they are there when the stream is done.</summary>
    public void Download(AcceleratorStream stream, long bytes) =>
        _device.View.SubView(0, bytes).CopyToCPUUnsafeAsync(stream, ref _host!.First, bytes);

    public void Dispose()
    {
        _host?.Dispose();
        _device.Dispose();
    }
}
