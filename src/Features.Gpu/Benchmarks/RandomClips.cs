using EmotionGpu.Features.Audio;
using EmotionGpu.Features.SpecAugment;

namespace EmotionGpu.Features.Benchmarks;

/// <summary>
/// Clips for timing: uniform noise, no two the same, always the same ones. What a clip holds makes no difference to the time it takes; that it
/// is not a copy of another does.
/// </summary>
internal static class RandomClips
{
    /// <summary>Seconds of a clip, as the network sees it.</summary>
    public const int Seconds = 3;

    /// <summary>Samples a second of a recording, as RAVDESS has it.</summary>
    public const int RecordingRate = 48_000;

    private const int Loudest = 20_000;

    /// <summary>Several, made on all cores.</summary>
    /// <param name="first">The first one's number.</param>
    /// <param name="count">How many.</param>
    /// <param name="clip">Makes the clip of a number.</param>
    public static Waveform[] Several(int first, int count, Func<int, Waveform> clip)
    {
        var clips = new Waveform[count];
        Parallel.For(0, count, i => clips[i] = clip(first + i));
        return clips;
    }

    /// <summary>As recorded: int16 at 48 kHz.</summary>
    /// <param name="clip">Its number.</param>
    public static Waveform Recording(int clip) => Waveform.FromPcm16(RecordingRate, Pcm16(clip));

    /// <summary>As already resampled: float32 in [-1, 1].</summary>
    /// <param name="clip">Its number.</param>
    /// <param name="sampleRate">The front end's rate.</param>
    public static Waveform Resampled(int clip, int sampleRate)
    {
        var random = new CounterRandom((ulong)clip, sampleRate);
        var samples = new float[Seconds * sampleRate];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (int)(random.NextUInt64() >> 40) * (1f / (1 << 23)) - 1;
        return Waveform.FromFloat(sampleRate, samples);
    }

    /// <summary>Writes recordings as WAV files, on all cores.</summary>
    /// <param name="folder">Made where it is missing.</param>
    /// <param name="clips">How many.</param>
    /// <param name="cancellation">Ends it at the next recording.</param>
    /// <exception cref="OperationCanceledException">Cancelled; what is written stays.</exception>
    public static void WriteRecordings(string folder, int clips, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        Parallel.For(0, clips, new ParallelOptions { CancellationToken = cancellation }, clip =>
        {
            using var file = File.Create(Path.Combine(folder, FormattableString.Invariant($"{clip:000000}.wav")));
            PcmWav.Write(file, RecordingRate, Pcm16(clip));
        });
    }

    private static short[] Pcm16(int clip)
    {
        var random = new CounterRandom((ulong)clip, RecordingRate);
        var samples = new short[Seconds * RecordingRate];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (short)(random.NextInt(2 * Loudest + 1) - Loudest);
        return samples;
    }
}
