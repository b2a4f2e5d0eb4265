using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Cache;

namespace EmotionGpu.Features.Augment.Waveforms;

/// <summary>
/// One recording after another as it sounds in an epoch, in the same memory: with fresh memory for each, making its pages takes longer than everything
/// that is done to the samples.
/// </summary>
/// <param name="augmenter">Changes the recordings.</param>
public sealed class AugmentedRecording(WaveformAugmenter augmenter)
{
    /// <summary>Memory grows in whole steps, 5.5 s of 48 kHz, so that recordings that differ a little in length do not make it grow with each.</summary>
    private const int Step = 1 << 18;

    private readonly RecordingBuffer _file = new();
    private float[] _samples = [];

    /// <summary>Reads a recording and changes it. What is drawn hangs on seed, epoch and index alone.</summary>
    /// <param name="path">A WAV file.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="index">The clip's number in the corpus.</param>
    /// <returns>float32 samples, good until the next is read; of another declared rate where the speed changes.</returns>
    /// <exception cref="AudioFormatException">The file cannot be read, or is no recording that is supported.</exception>
    public Waveform Read(string path, int epoch, int index)
    {
        _file.Read(path);
        try
        {
            var clip = _file.Parse(path);
            if (_samples.Length < clip.Length)
                _samples = GC.AllocateUninitializedArray<float>((int)Math.Min((clip.Length / Step + 1L) * Step, Array.MaxLength));
            var samples = _samples.AsMemory(0, clip.Length);
            clip.CopyTo(samples.Span);
            return Waveform.FromFloat(augmenter.Apply(samples.Span, clip.SampleRate, epoch, index), samples);
        }
        finally
        {
            _file.ReleaseSamples();
        }
    }
}
