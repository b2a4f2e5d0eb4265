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
    private readonly MelFilterbank _mel;
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
        _mel = new MelFilterbank(options);
        _rows = new AlignedBuffer<double>(options.NFft * T.Count);
        _power = new AlignedBuffer<double>(_mel.Bins * T.Count);
        _last = new AlignedBuffer<float>(_mel.Mels * T.Count);
    }

    /// <param name="samples">The clip at the options' rate with its edges in place: frame f starts at f·hop.</param>
    /// <param name="frames">Number of frames.</param>
    /// <param name="output">dB, [mel, frame].</param>
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
                    SumBands(target + first, frames);
                else
                    SumLastBands(target + first, frames, frames - first);
            }
        }

        Decibel.FromSpectrum(output, (float)_options.Floor, _options.Power);
    }

    // A group's band sums, lanes beside each other, bands a stride apart.
    private void SumBands(float* output, int stride)
    {
        fixed (float* weights = _mel.Weights)
        {
            for (var mel = 0; mel < _mel.Mels; mel++, output += stride)
            {
                var weight = weights + _mel.Offset[mel];
                var bin = _power.Pointer + T.Count * _mel.FirstBin[mel];
                var sum = T.Broadcast(0);
                for (var i = 0; i < _mel.BinCount[mel]; i++, bin += T.Count)
                    sum = T.MultiplyAdd(T.Broadcast(weight[i]), T.Load(bin), sum);
                T.Store(sum, output);
            }
        }
    }

    // The last group has fewer frames than lanes.
    private void SumLastBands(float* output, int stride, int count)
    {
        SumBands(_last.Pointer, T.Count);
        for (var mel = 0; mel < _mel.Mels; mel++, output += stride)
            _last.Span.Slice(mel * T.Count, count).CopyTo(new Span<float>(output, count));
    }
}
