using System.Runtime.InteropServices;
using ILGPU.Runtime;

namespace EmotionGpu.Features.Devices.Gpu;

/// <summary>
/// Host memory that a device's copy engine reads and writes by itself while the processor does something else; on devices
/// without page locks (OpenCL, the emulator) ordinary memory. Whole pages of its own: a driver may refuse to lock a page twice.
/// </summary>
internal sealed unsafe class PageLockedMemory : IDisposable
{
    private readonly PageLockScope<byte> _lock;
    private readonly byte* _memory;
    private bool _disposed;

    /// <summary>Allocates and locks; contents undefined.</summary>
    /// <param name="accelerator">Whose copies it serves; not disposed.</param>
    /// <param name="bytes">At least so many.</param>
    public PageLockedMemory(Accelerator accelerator, long bytes)
    {
        var page = Environment.SystemPageSize;
        Bytes = (bytes + page - 1) / page * page;
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)Bytes, (nuint)page);
        try
        {
            // Unlike allocations on the device, ILGPU's page locks take whatever context the thread has.
            accelerator.Bind();
            _lock = accelerator.CreatePageLockFromPinned<byte>((nint)_memory, Bytes);
        }
        catch
        {
            NativeMemory.AlignedFree(_memory);
            throw;
        }
    }

    /// <summary>Its size.</summary>
    public long Bytes { get; }

    /// <summary>The first byte.</summary>
    public ref byte First => ref *_memory;

    /// <summary>Elements from a byte offset on.</summary>
    public Span<T> Span<T>(long offset, int length)
        where T : unmanaged => new(_memory + offset, length);

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _lock.Dispose();
        NativeMemory.AlignedFree(_memory);
    }
}
