using System.Runtime.CompilerServices;
using EmotionGpu.Features.Devices.Cpu;

namespace EmotionGpu.Features.LogMel.Cpu;

/// <summary>
/// Log-mel of one clip on one core, as many frames at a time as the vectors have lanes: window, FFT, power, mel, dB. Holds
/// working memory: one object a thread.
/// </summary>
internal sealed unsafe class LogMelEngine<T> where T : struct, ILanes<T>
{
    private readonly LogMelOptions _options;
    private readonly FrameLoader<T> _loader;
    private readonly LaneFft<T> _fft;
    private readonly PowerSpectrum<T> _spectrum;
    private readonly MelBands<T> _bands;
    private readonly AlignedBuffer<double> _rows;
    private readonly AlignedBuffer<double> _power;
    private readonly AlignedBuffer<float> _last;

    /// <param name="options">The front end, validated.</param>
    public LogMelEngine(LogMelOptions options)
    {
        _options = options;
        _loader = new FrameLoader<T>(options);
        _fft = new LaneFft<T>(options.NFft / 2);
        _spectrum = new PowerSpectrum<T>(options, _fft.Position);
        _bands = new MelBands<T>(new MelFilterbank(options));
        _rows = new AlignedBuffer<double>(options.NFft * T.Count);
        _power = new AlignedBuffer<double>((options.NFft / 2 + 1) * T.Count);
        _last = new AlignedBuffer<float>(_bands.Mels * T.Count);
    }

    /// <param name="samples">The clip at the options' rate with its edges in place: frame f starts at f·hop.</param>
    /// <param name="frames">Number of frames.</param>
    /// <param name="output">dB, [mel, frame].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Compute(float* samples, int frames, Span<float> output)
    {
        fixed (float* target = output)
        {
            for (var first = 0; first < frames; first += T.Count)
            {
                _loader.Load(samples, first, frames - 1, _rows.Pointer);
                _fft.Transform(_rows.Pointer);
                _spectrum.Compute(_rows.Pointer, _power.Pointer);
                if (first + T.Count <= frames)
                    _bands.Sum(_power.Pointer, target + first, frames);
                else
                    SumLastBands(target + first, frames, frames - first);
            }
        }

        Decibel.FromSpectrum(output, (float)_options.Floor, _options.Power);
        // The tables under this object are used by address: it must outlive the last use.
        GC.KeepAlive(this);
    }

    // The last group has fewer frames than lanes.
    private void SumLastBands(float* output, int stride, int count)
    {
        _bands.Sum(_power.Pointer, _last.Pointer, T.Count);
        for (var mel = 0; mel < _bands.Mels; mel++, output += stride)
            _last.Span.Slice(mel * T.Count, count).CopyTo(new Span<float>(output, count));
    }
}
