using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Augment;
using EmotionGpu.Features.Devices.Cpu;
using EmotionGpu.Features.Devices.Gpu;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Features.Devices;

/// <summary>
/// A device as long as it works, then the CPU: what <c>auto</c> gives whoever wants the work done, wherever. The call that failed is made
/// again on the CPU, and so are all that follow; results that were there already stay as they are.
/// </summary>
/// <param name="device">Works first; disposed with this object.</param>
/// <param name="onFailure">Told once, on the thread of the call that failed.</param>
internal sealed class FailoverBackend(IFeatureBackend device, Action<Exception> onFailure) : IFeatureBackend
{
    private readonly IFeatureBackend _device = device;
    private readonly Lock _failing = new();
    private volatile IFeatureBackend _current = device;

    /// <inheritdoc/>
    public BackendKind Kind => _current.Kind;

    /// <inheritdoc/>
    public string DeviceName => _current.DeviceName;

    /// <inheritdoc/>
    public LogMelOptions Options => _device.Options;

    /// <inheritdoc/>
    public int ParallelCalls => _current.ParallelCalls;

    /// <inheritdoc/>
    public int ClipsPerCall => _current.ClipsPerCall;

    /// <inheritdoc/>
    public float[][] Resample(IReadOnlyList<Waveform> clips) => Call(backend => backend.Resample(clips));

    /// <inheritdoc/>
    public float[][] LogMel(IReadOnlyList<Waveform> clips) => Call(backend => backend.LogMel(clips));

    /// <inheritdoc/>
    public void LogMel(IReadOnlyList<Waveform> clips, IReadOnlyList<Memory<Half>> outputs) => Call(backend =>
    {
        backend.LogMel(clips, outputs);
        return true;
    });

    /// <inheritdoc/>
    public IDisposable Keep(IReadOnlyList<LogMelClip> clips) => Call(backend => backend.Keep(clips));

    /// <inheritdoc/>
    public void NetworkInput(IReadOnlyList<LogMelClip> clips, BatchDraws draws, CropForm form, Span<float> output)
    {
        // As Call does it, which a span cannot be handed to.
        try
        {
            _current.NetworkInput(clips, draws, form, output);
        }
        catch (DeviceException error)
        {
            AfterFailure(error).NetworkInput(clips, draws, form, output);
        }
    }

    /// <summary>Disposes the device, and the CPU's part where there is one.</summary>
    public void Dispose()
    {
        if (_current != _device)
            _current.Dispose();
        _device.Dispose();
    }

    private T Call<T>(Func<IFeatureBackend, T> call)
    {
        try
        {
            return call(_current);
        }
        catch (DeviceException error)
        {
            return call(AfterFailure(error));
        }
    }

    private IFeatureBackend AfterFailure(DeviceException error)
    {
        lock (_failing)
        {
            if (_current == _device)
            {
                _current = new CpuBackend(_device.Options);
                onFailure(error);
            }

            return _current;
        }
    }
}
