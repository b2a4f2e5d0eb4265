using System.Runtime.InteropServices;
using EmotionGpu.Features.LogMel;
using ILGPU;
using ILGPU.Runtime;
using Half = System.Half;

namespace EmotionGpu.Features.Devices.Gpu;

/// <summary>Cached clips that stay in device memory, so that a call sends up no more than what it draws for them.</summary>
internal sealed class ResidentClips : IDisposable
{
    // A clip is known by the memory that it lies in: two of equal values are two clips.
    private readonly Dictionary<ReadOnlyMemory<Half>, int> _offsets = [];
    private readonly MemoryBuffer1D<ushort, Stride1D.Dense> _memory;
    private readonly Action<ResidentClips> _onDispose;

    /// <summary>Copies clips to the device.</summary>
    /// <param name="accelerator">Which one.</param>
    /// <param name="clips">At least one value in all, no more than an int counts.</param>
    /// <param name="onDispose">Told before the memory is freed.</param>
    public ResidentClips(Accelerator accelerator, IReadOnlyList<LogMelClip> clips, Action<ResidentClips> onDispose)
    {
        _onDispose = onDispose;
        var length = 0;
        foreach (var clip in clips)
        {
            if (_offsets.TryAdd(clip.Values, length))
                length = checked(length + clip.Values.Length);
        }

        _memory = accelerator.Allocate1D<ushort>(length);
        try
        {
            foreach (var (values, offset) in _offsets)
                _memory.View.SubView(offset, values.Length).AsContiguous().CopyFromCPU(accelerator.DefaultStream, MemoryMarshal.Cast<Half, ushort>(values.Span));
            accelerator.DefaultStream.Synchronize();
        }
        catch
        {
            _memory.Dispose();
            throw;
        }
    }

    /// <summary>float16 bits, dB, each clip [mel, frame] at its offset.</summary>
    public ArrayView<ushort> View => _memory.View.AsContiguous();

    /// <summary>Whether every one of these clips is among them.</summary>
    public bool HasAll(LogMelClip[] clips) => Array.TrueForAll(clips, clip => _offsets.ContainsKey(clip.Values));

    /// <summary>Where a clip's values start.</summary>
    public int OffsetOf(LogMelClip clip) => _offsets[clip.Values];

    public void Dispose()
    {
        _onDispose(this);
        AcceleratorDevice.Free(_memory);
    }
}
