using System.Runtime.InteropServices;
using EmotionGpu.Features.Audio;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.LogMel.Gpu;
using EmotionGpu.Features.Resampling.Gpu;
using EmotionGpu.Features.SpecAugment;
using EmotionGpu.Features.SpecAugment.Gpu;
using ILGPU;
using ILGPU.Runtime;
using Half = System.Half;

namespace EmotionGpu.Features.Devices.Gpu;

/// <summary>
/// The feature chain as ILGPU kernels: one class for CUDA, OpenCL and the emulator. A call is cut into batches of bounded device
/// memory; a batch goes up as it is, through the kernels, and down as the result, on one stream.
/// </summary>
public sealed class DeviceBackend : IFeatureBackend
{
    // A batch's inputs, samples and outputs: enough groups to fill any device, little beside any device's memory.
    internal const long DefaultBatchBytes = 256L << 20;

    private readonly AcceleratorDevice _device;
    private readonly bool _ownsDevice;
    private readonly AcceleratorStream _stream;
    private readonly long _batchBytes;
    private readonly ResampleStage _resample;
    private readonly LogMelStage _logMel;
    private readonly NetworkInputStage _networkInput;
    private readonly MaskStage _masks;
    private readonly DeviceBuffer<float> _maskBatch;
    private readonly PackedHostBuffer<ushort> _halves = new();
    private readonly PackedHostBuffer<float> _floats = new();

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
        var accelerator = device.Accelerator;
        _device = device;
        _ownsDevice = ownsDevice;
        Options = options.Validate();
        threads = threads == 0 ? device.DefaultThreads : threads;
        _batchBytes = Math.Min(batchBytes, accelerator.MemorySize / 4);
        try
        {
            _stream = accelerator.DefaultStream;
            _resample = new(accelerator, options.SampleRate, threads);
            _logMel = new(accelerator, options, threads);
            _networkInput = new(accelerator, threads);
            _masks = new(accelerator, threads);
            _maskBatch = new(accelerator);
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
    public int ParallelCalls => 1;

    /// <inheritdoc/>
    public int ClipsPerCall => 256;

    /// <inheritdoc/>
    /// <exception cref="DeviceException">The device failed.</exception>
    public float[][] Resample(IReadOnlyList<Waveform> clips)
    {
        var results = new float[clips.Count][];
        ForEachBatch("resampling", clips, (first, batch) =>
        {
            var samples = Download(batch.Samples, _floats);
            for (var i = 0; i < batch.Spans.Count; i++)
                results[first + i] = samples.Slice(batch.Spans[i].Offset, batch.Spans[i].Length).ToArray();
        });
        return results;
    }

    /// <inheritdoc/>
    /// <exception cref="DeviceException">The device failed.</exception>
    public float[][] LogMel(IReadOnlyList<Waveform> clips)
    {
        var results = new float[clips.Count][];
        ForEachBatch("log-mel", clips, (first, batch) =>
        {
            var values = Download(_logMel.RunFloat(_stream, batch), _floats);
            for (var i = 0; i < batch.Spans.Count; i++)
            {
                var count = Options.NMels * Options.FrameCount(batch.Spans[i].Length);
                results[first + i] = values[..count].ToArray();
                values = values[count..];
            }
        });
        return results;
    }

    /// <inheritdoc/>
    /// <exception cref="DeviceException">The device failed.</exception>
    public void LogMel(IReadOnlyList<Waveform> clips, IReadOnlyList<Memory<Half>> outputs)
    {
        lock (_device)
            LogMelInBatches(clips, outputs);
    }

    private void LogMelInBatches(IReadOnlyList<Waveform> clips, IReadOnlyList<Memory<Half>> outputs) =>
        ForEachBatch("log-mel", clips, (first, batch) =>
        {
            var values = MemoryMarshal.Cast<ushort, Half>(Download(_logMel.RunHalf(_stream, batch), _halves));
            for (var i = 0; i < batch.Spans.Count; i++)
            {
                var count = Options.NMels * Options.FrameCount(batch.Spans[i].Length);
                values[..count].CopyTo(outputs[first + i].Span);
                values = values[count..];
            }
        });

    /// <inheritdoc/>
    /// <exception cref="DeviceException">The device failed.</exception>
    public void NetworkInput(IReadOnlyList<LogMelClip> clips, ReadOnlySpan<int> starts, int frames, Span<float> output)
    {
        var all = clips.ToArray();
        try
        {
            long Bytes(int i) => 2L * all[i].Values.Length + 4L * all[i].Mels * frames;
            foreach (var (first, count) in DeviceBatches.Cut(all.Length, Bytes, _batchBytes))
            {
                var inputs = _networkInput.Run(_stream, all.AsSpan(first, count), starts.Slice(first, count), frames);
                inputs.CopyToCPU(_stream, output.Slice(first * all[0].Mels * frames, (int)inputs.Length));
            }
        }
        catch (Exception e) when (AcceleratorDevice.IsDeviceError(e))
        {
            throw new DeviceException(DeviceName, "making network inputs", e);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="DeviceException">The device failed.</exception>
    public void ApplyMasks(Span<float> batch, int mels, int frames, ReadOnlySpan<MaskRectangle> masks, float fill)
    {
        try
        {
            var clipLength = mels * frames;
            foreach (var (first, count) in DeviceBatches.Cut(batch.Length / clipLength, _ => 4L * clipLength, _batchBytes))
            {
                var part = batch.Slice(first * clipLength, count * clipLength);
                var view = _maskBatch.Upload(_stream, part);
                _masks.Run(_stream, view, mels, frames, MasksOf(masks, first, count), fill);
                view.CopyToCPU(_stream, part);
            }
        }
        catch (Exception e) when (AcceleratorDevice.IsDeviceError(e))
        {
            throw new DeviceException(DeviceName, "masking", e);
        }
    }

    /// <summary>Frees the device memory, and the device where this object owns it.</summary>
    public void Dispose()
    {
        _resample.Dispose();
        _logMel.Dispose();
        _networkInput.Dispose();
        _masks.Dispose();
        _maskBatch.Dispose();
        if (_ownsDevice)
            _device.Dispose();
    }

    // The masks of clips first to before first + count, their clips counted from first.
    private static MaskRectangle[] MasksOf(ReadOnlySpan<MaskRectangle> masks, int first, int count)
    {
        var chosen = new List<MaskRectangle>(masks.Length);
        foreach (var mask in masks)
        {
            if (mask.Clip >= first && mask.Clip < first + count)
                chosen.Add(mask with { Clip = mask.Clip - first });
        }

        return [.. chosen];
    }

    private void ForEachBatch(string work, IReadOnlyList<Waveform> clips, Action<int, ResampledBatch> action)
    {
        var all = clips.ToArray();
        try
        {
            foreach (var (first, count) in DeviceBatches.Cut(all.Length, i => Bytes(all[i]), _batchBytes))
                action(first, _resample.Run(_stream, new ArraySegment<Waveform>(all, first, count)));
        }
        catch (Exception e) when (AcceleratorDevice.IsDeviceError(e))
        {
            throw new DeviceException(DeviceName, work, e);
        }
    }

    private long Bytes(Waveform clip)
    {
        var samples = _resample.OutputLength(clip);
        return (clip.IsPcm16 ? 2L : 4L) * clip.Length + 4L * samples + 4L * Options.NMels * Options.FrameCount(samples);
    }

    private Span<T> Download<T>(ArrayView<T> view, PackedHostBuffer<T> destination)
        where T : unmanaged
    {
        var host = destination.Receive((int)view.Length);
        view.CopyToCPU(_stream, host);
        return host;
    }
}
