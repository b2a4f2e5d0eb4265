using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices;

namespace EmotionGpu.Features.Benchmarks;

/// <summary>
/// Clips in memory through a backend's float16 log-mel, as many calls at once as it takes. With float32 clips at the front end's rate,
/// where resampling is a copy, it is the processor's kernel stage; with int16 clips at 48 kHz the pipeline.
/// </summary>
internal sealed class CpuStageBenchmark : IStageBenchmark
{
    private readonly IFeatureBackend _backend;
    private readonly Waveform[] _clips;
    private readonly Memory<Half>[] _outputs;
    private readonly ParallelCallers _callers;
    private int _next;

    /// <param name="backend">Whose calls are timed; not disposed.</param>
    /// <param name="stage">Kernel or pipeline.</param>
    /// <param name="clips">Clips of a pass.</param>
    public CpuStageBenchmark(IFeatureBackend backend, BenchmarkStage stage, int clips)
    {
        _backend = backend;
        _clips = RandomClips.Several(0, clips, clip => stage == BenchmarkStage.Kernel
            ? RandomClips.Resampled(clip, backend.Options.SampleRate) : RandomClips.Recording(clip));
        var frames = backend.Options.FrameCount(RandomClips.Seconds * backend.Options.SampleRate);
        _outputs = new Memory<Half>[clips];
        for (var i = 0; i < clips; i++)
            _outputs[i] = new Half[backend.Options.NMels * frames];
        _callers = new ParallelCallers(backend.ParallelCalls);
        Frames = (long)clips * frames;
    }

    /// <inheritdoc/>
    public int Clips => _clips.Length;

    /// <inheritdoc/>
    public long Frames { get; }

    /// <inheritdoc/>
    public double AudioSeconds => (double)Clips * RandomClips.Seconds;

    /// <inheritdoc/>
    public unsafe double BytesPerFrame
    {
        get
        {
            var input = _clips[0].Length * (_clips[0].IsPcm16 ? sizeof(short) : sizeof(float));
            return (double)(input + _outputs[0].Length * sizeof(Half)) * Clips / Frames;
        }
    }

    /// <inheritdoc/>
    public TimeSpan Run()
    {
        _next = 0;
        return _callers.Run(_ => TakeClips());
    }

    /// <inheritdoc/>
    public BenchmarkCeiling MeasureCeiling()
    {
        var operations = ClipOperations.Count(_backend.Options, _clips[0].Length, _clips[0].SampleRate);
        var rate = MultiplyAddRate.Measure(_callers, _backend.ParallelCalls);
        var what = FormattableString.Invariant(
            $"float32 multiply-adds on {_backend.ParallelCalls} cores, {rate / 1e9:F1} billion a second; a clip takes {operations / 1e6:F2} million");
        return new BenchmarkCeiling(what, rate / operations);
    }

    /// <inheritdoc/>
    public void Dispose() => _callers.Dispose();

    private void TakeClips()
    {
        var many = _backend.ClipsPerCall;
        while (Interlocked.Add(ref _next, many) - many is var first && first < Clips)
        {
            var count = Math.Min(many, Clips - first);
            _backend.LogMel(new ArraySegment<Waveform>(_clips, first, count), new ArraySegment<Memory<Half>>(_outputs, first, count));
        }
    }
}
