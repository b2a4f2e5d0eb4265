using System.Runtime.CompilerServices;
using EmotionGpu.Features.Audio;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.LogMel.Cpu;
using EmotionGpu.Features.Resampling.Cpu;

namespace EmotionGpu.Features.Devices.Cpu;

/// <summary>The chain from a recording to its log-mel on one core, with its working memory: one object a thread.</summary>
internal abstract class ClipWorker
{
    /// <param name="clip">The recording.</param>
    /// <param name="table">The filter from its rate.</param>
    /// <param name="output">float32 [sample].</param>
    public abstract void Resample(Waveform clip, FilterTable table, Span<float> output);

    /// <param name="clip">The recording.</param>
    /// <param name="table">The filter from its rate.</param>
    /// <param name="output">dB, float32 [mel, frame].</param>
    public abstract void LogMel(Waveform clip, FilterTable table, Span<float> output);

    /// <param name="clip">The recording.</param>
    /// <param name="table">The filter from its rate.</param>
    /// <param name="output">dB, float16 [mel, frame].</param>
    public abstract void LogMel(Waveform clip, FilterTable table, Span<Half> output);
}

/// <summary>The chain over vectors of one width.</summary>
internal sealed unsafe class ClipWorker<T>(LogMelOptions options) : ClipWorker where T : struct, ILanes<T>
{
    // 16 MB, three minutes at 22,050 Hz.
    private const int LongClip = 1 << 22;

    private readonly ResamplingEngine<T> _resampler = new();
    private readonly LogMelEngine<T> _logMel = new(options);
    private AlignedBuffer<float> _samples = new(0);
    private AlignedBuffer<float> _decibels = new(0);

    public override void Resample(Waveform clip, FilterTable table, Span<float> output) =>
        _resampler.Resample(clip, table, output);

    public override void LogMel(Waveform clip, FilterTable table, Span<float> output)
    {
        var samples = table.Filter.OutputLength(clip.Length);
        var padded = options.PaddedLength(samples);
        var edge = options.Center ? options.NFft / 2 : 0;
        Require(ref _samples, padded + 2L * edge);
        var span = _samples.Span[..(padded + 2 * edge)];
        _resampler.Resample(clip, table, span.Slice(edge, samples));
        span.Slice(edge + samples, padded - samples).Clear();
        Reflect(span, edge);
        _logMel.Compute(_samples.Pointer, options.FrameCount(samples), output);
        GC.KeepAlive(_samples);
    }

    public override void LogMel(Waveform clip, FilterTable table, Span<Half> output)
    {
        Require(ref _decibels, output.Length);
        var decibels = _decibels.Span[..output.Length];
        LogMel(clip, table, decibels);
        HalfConversion.Round(decibels, output);
    }

    // numpy's mode="reflect": the edge samples themselves are not repeated.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Reflect(Span<float> span, int edge)
    {
        var last = span.Length - 1 - edge;
        for (var i = 1; i <= edge; i++)
        {
            span[edge - i] = span[edge + i];
            span[last + i] = span[last - i];
        }
    }

    // Grows as needed; the memory of a very long recording is not kept for the short ones after it.
    private static void Require(ref AlignedBuffer<float> buffer, long length)
    {
        if (buffer.Length < length || (buffer.Length > LongClip && length <= LongClip))
            buffer = new AlignedBuffer<float>(length);
    }
}
