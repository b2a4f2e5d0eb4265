using System.Buffers.Binary;

namespace EmotionGpu.Bench.Soak;

/// <summary>Noise that comes and goes, as much like speech as the server needs.</summary>
internal static class Sound
{
    /// <summary>int16, mono.</summary>
    public static short[] Samples(Random random, int sampleRate, double seconds)
    {
        var samples = new short[(int)(sampleRate * seconds)];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (short)(6000 * Math.Abs(Math.Sin(i * 9.0 / sampleRate)) * (random.NextDouble() - random.NextDouble()));
        return samples;
    }

    /// <summary>A WAV file of it.</summary>
    public static byte[] Wav(Random random, int sampleRate, double seconds)
    {
        var samples = Samples(random, sampleRate, seconds);
        var file = new byte[44 + 2 * samples.Length];
        "RIFF\0\0\0\0WAVEfmt \u0010\0\0\0\u0001\0\u0001\0"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(24), sampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(28), 2 * sampleRate);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(34), 16);
        "data"u8.CopyTo(file.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(40), 2 * samples.Length);
        for (var i = 0; i < samples.Length; i++)
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(44 + 2 * i), samples[i]);
        return file;
    }
}
