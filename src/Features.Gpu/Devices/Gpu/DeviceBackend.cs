using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Augment;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.LogMel.Gpu;
using EmotionGpu.Features.Resampling.Gpu;
using Half = System.Half;

namespace EmotionGpu.Features.Devices.Gpu;

/// <summary>
/// The feature chain as ILGPU kernels: one class for CUDA, OpenCL and the emulator. A call is cut into batches of bounded device
/// memory; a batch goes up as it is, through the kernels, and down as the result, on the stream of one slot. Batches of one call
/// or of several threads' calls take turns on the slots, so that copies, kernels and the host's packing overlap.
/// </summary>
public sealed class DeviceBackend : IFeatureBackend
{
    // A batch's inputs, samples and outputs: room for ClipsPerCall clips of 10 s, little beside any device's memory.
    internal const long DefaultBatchBytes = 128L << 20;

    private readonly AcceleratorDevice _device;
    private readonly bool _ownsDevice;
    private readonly long _batchBytes;
    private readonly NetworkInputStage _networkInput;
    private readonly Lock _oneInput = new();
    private readonly SlotPool _slots;
    private readonly List<ResidentClips> _resident = [];

    /// <summary>Compiles the kernels and computes the tables.</summary>
    /// <param name="device">An open device.</param>
    /// <param name="options">The front end.</param>
    /// <param name="ownsDevice">Whether disposing this object closes the device.</param>
    /// <param name="threads">Threads a group, 64, 128 or 256; 0 takes what suits the device.</param>
    /// <param name="batchBytes">Device memory of a batch at most, unless a single clip needs more.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="DeviceException">The kernels could not be compiled.</exception>
    internal DeviceBackend(
        AcceleratorDevice device, LogMelOptions options, bool ownsDevice, int threads = 0, long batchBytes = DefaultBatchBytes)
    {
        _device = device;
        _ownsDevice = ownsDevice;
        Options = options.Validate();
        threads = threads == 0 ? device.DefaultThreads : threads;
        _batchBytes = Math.Min(batchBytes, device.Accelerator.MemorySize / (4 * SlotPool.Slots));
        try
        {
            Chain = new(device, options, threads);
            _networkInput = new(device, threads);
            _slots = new(device.Accelerator);
        }
        catch (Exception e) when (AcceleratorDevice.IsDeviceError(e))
        {
            throw new DeviceException(DeviceName, "compiling the kernels", e);
        }
    }

    /// <inheritdoc/>
    public BackendKind Kind => _device.Kind;

    /// <inheritdoc/>
    public string DeviceName => _device.Name;

    /// <inheritdoc/>
    public LogMelOptions Options { get; }

    /// <inheritdoc/>
    public int ParallelCalls => SlotPool.Slots;

    /// <summary>
    /// 64: some 23 MB of recordings, and a quarter of a shard as builds make them by default, so that its batches overlap on
    /// <see cref="SlotPool.Slots"/> slots; docs/kernels.md has the reckoning. Nothing overlaps the first batch's way up and the last
    /// one's way down.
    /// </summary>
    public int ClipsPerCall => 64;

    /// <summary>The device.</summary>
    internal AcceleratorDevice Device => _device;

    /// <summary>The kernels from recordings to log-mel.</summary>
    internal FeatureChain Chain { get; }

    /// <summary>Bytes that have gone up in batches.</summary>
    internal long BytesUp => _slots.BytesUp;

    /// <summary>How often the slots have allocated device or page-locked memory.</summary>
    internal int Allocations => _slots.Allocations;

    /// <inheritdoc/>
    /// <exception cref="DeviceException">The device failed.</exception>
    public float[][] Resample(IReadOnlyList<Waveform> clips)
    {
        var results = new float[clips.Count][];
        Run("resampling", new ResampleWork(Chain, [.. clips], results));
        return results;
    }

    /// <inheritdoc/>
    /// <exception cref="DeviceException">The device failed.</exception>
    public float[][] LogMel(IReadOnlyList<Waveform> clips)
    {
        var results = new float[clips.Count][];
        Run("log-mel", new LogMelWork(Chain, [.. clips], results));
        return results;
    }

    /// <inheritdoc/>
    /// <exception cref="DeviceException">The device failed.</exception>
    public void LogMel(IReadOnlyList<Waveform> clips, IReadOnlyList<Memory<Half>> outputs) =>
        Run("log-mel", new CachedLogMelWork(Chain, [.. clips], outputs));

    /// <inheritdoc/>
    public IDisposable Keep(IReadOnlyList<LogMelClip> clips)
    {
        var values = clips.Sum(clip => (long)clip.Values.Length);
        if (values is 0 or > int.MaxValue || sizeof(ushort) * values > _device.Accelerator.MemorySize / 4)
            return new NothingKept();
        try
        {
            _device.Accelerator.Bind();
            var resident = new ResidentClips(_device.Accelerator, clips, one => _resident.Remove(one));
            _resident.Add(resident);
            return resident;
        }
        catch (Exception e) when (AcceleratorDevice.IsDeviceError(e))
        {
            // Others hold the memory. Sent with each batch, the clips need little of it; a device that is broken says so there.
            return new NothingKept();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="DeviceException">The device failed.</exception>
    public void NetworkInput(IReadOnlyList<LogMelClip> clips, BatchDraws draws, CropForm form, Span<float> output)
    {
        if (clips.Count == 0)
            return;
        LogMelClip[] all = [.. clips];
        var call = new NetworkInputCall(all, draws, form, _resident.Find(kept => kept.HasAll(all)));
        // The stage has one set of buffers.
        lock (_oneInput)
            Run("making network inputs", new NetworkInputWork(_networkInput, call, output));
    }

    /// <summary>Frees the device memory, and the device where this object owns it.</summary>
    public void Dispose()
    {
        AcceleratorDevice.Free(_slots);
        AcceleratorDevice.Free(Chain);
        if (_ownsDevice)
            _device.Dispose();
    }

    private void Run<TWork>(string what, TWork work)
        where TWork : IDeviceWork, allows ref struct
    {
        try
        {
            _slots.Run(work, _batchBytes);
        }
        catch (Exception e) when (AcceleratorDevice.IsDeviceError(e))
        {
            throw new DeviceException(DeviceName, what, e);
        }
    }
}
