using System.Numerics;
using System.Runtime.InteropServices;

namespace EmotionGpu.Features.Audio;

/// <summary>
/// One recording's mono samples. A mono 16-bit PCM file stays int16, as it goes up to a device; everything else is float32 in
/// [-1, 1], the mean of its channels.
/// </summary>
public sealed class Waveform
{
    /// <summary>Lowest rate of a recording, samples a second.</summary>
    public const int MinSampleRate = 4_000;

    /// <summary>Highest rate of a recording, samples a second.</summary>
    public const int MaxSampleRate = 384_000;

    private readonly ReadOnlyMemory<short> _pcm16;
    private readonly ReadOnlyMemory<float> _samples;

    private Waveform(int sampleRate, ReadOnlyMemory<short> pcm16, ReadOnlyMemory<float> samples)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        SampleRate = sampleRate;
        _pcm16 = pcm16;
        _samples = samples;
    }

    /// <summary>Samples a second.</summary>
    public int SampleRate { get; }

    /// <summary>Number of samples.</summary>
    public int Length => _samples.Length + _pcm16.Length;

    /// <summary>Whether the samples are int16 (<see cref="Pcm16"/>) rather than float32 (<see cref="Samples"/>).</summary>
    public bool IsPcm16 => !_pcm16.IsEmpty;

    /// <summary>int16, full scale 32,768; empty unless <see cref="IsPcm16"/>.</summary>
    public ReadOnlySpan<short> Pcm16 => _pcm16.Span;

    /// <summary>float32 in [-1, 1]; empty when <see cref="IsPcm16"/>.</summary>
    public ReadOnlySpan<float> Samples => _samples.Span;

    /// <summary>A waveform over int16 samples, which are not copied.</summary>
    public static Waveform FromPcm16(int sampleRate, ReadOnlyMemory<short> samples) => new(sampleRate, samples, default);

    /// <summary>A waveform over float32 samples in [-1, 1], which are not copied.</summary>
    public static Waveform FromFloat(int sampleRate, ReadOnlyMemory<float> samples) => new(sampleRate, default, samples);

    /// <summary>Writes the samples as float32 in [-1, 1] (int16 divided by 32,768).</summary>
    /// <param name="destination">At least <see cref="Length"/> long.</param>
    public void CopyTo(Span<float> destination)
    {
        if (!IsPcm16)
        {
            Samples.CopyTo(destination);
            return;
        }

        const float Scale = 1f / 32768f;
        var source = Pcm16;
        var vectors = MemoryMarshal.Cast<short, Vector<short>>(source);
        var targets = MemoryMarshal.Cast<float, Vector<float>>(destination[..source.Length]);
        for (var i = 0; i < vectors.Length; i++)
        {
            Vector.Widen(vectors[i], out var low, out var high);
            targets[2 * i] = Vector.ConvertToSingle(low) * Scale;
            targets[2 * i + 1] = Vector.ConvertToSingle(high) * Scale;
        }

        for (var i = vectors.Length * Vector<short>.Count; i < source.Length; i++)
            destination[i] = source[i] * Scale;
    }
}
