using System.Buffers.Binary;
using System.Diagnostics;

namespace EmotionGpu.Features.Audio;

/// <summary>Turns sample frames into mono float32.</summary>
internal static class WavSamples
{
    /// <summary>
    /// Above this no sample is audio, however a writer scaled it (32-bit integers stored as float end at 2^31), and the power
    /// spectrum would no longer fit float32.
    /// </summary>
    private const float LargestMagnitude = 4_294_967_296f;

    /// <summary>One way of storing a sample; a struct as type parameter, so that the loop is compiled for each without calls.</summary>
    private interface IEncoding
    {
        static abstract int Bytes { get; }

        /// <summary>The sample, full scale 1.</summary>
        static abstract double Decode(ReadOnlySpan<byte> sample);
    }

    /// <summary>The mean of each frame's channels.</summary>
    /// <param name="data">Whole sample frames, channels interleaved.</param>
    /// <param name="format">How they are stored.</param>
    /// <param name="samples">Result, float32 [frame]; integers in [-1, 1], float samples as they are.</param>
    public static void Decode(ReadOnlySpan<byte> data, WavFormat format, Span<float> samples)
    {
        switch (format.Encoding)
        {
            case SampleEncoding.Pcm8:
                Mean<Pcm8>(data, format.Channels, samples);
                break;
            case SampleEncoding.Pcm16:
                Mean<Pcm16>(data, format.Channels, samples);
                break;
            case SampleEncoding.Pcm24:
                Mean<Pcm24>(data, format.Channels, samples);
                break;
            case SampleEncoding.Pcm32:
                Mean<Pcm32>(data, format.Channels, samples);
                break;
            case SampleEncoding.Float32:
                Mean<Float32>(data, format.Channels, samples);
                break;
            case SampleEncoding.Float64:
                Mean<Float64>(data, format.Channels, samples);
                break;
            default:
                throw new UnreachableException($"encoding {format.Encoding}");
        }
    }

    /// <summary>Refuses samples that are NaN, infinite or beyond any audio.</summary>
    /// <param name="samples">Decoded.</param>
    /// <param name="offset">The first one's number in the recording.</param>
    /// <param name="path">The name that the error carries.</param>
    /// <exception cref="AudioFormatException">There is one.</exception>
    public static void RequireUsable(ReadOnlySpan<float> samples, long offset, string path)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            // Written so that NaN, which compares false with everything, is found too.
            if (!(MathF.Abs(samples[i]) <= LargestMagnitude))
            {
                throw new AudioFormatException(path, FormattableString.Invariant(
                    $"sample {offset + i} is {samples[i]}; finite samples are supported, full scale is ±1"));
            }
        }
    }

    private static void Mean<TEncoding>(ReadOnlySpan<byte> data, int channels, Span<float> samples)
        where TEncoding : struct, IEncoding
    {
        for (var i = 0; i < samples.Length; i++)
        {
            var sum = 0.0;
            for (var channel = 0; channel < channels; channel++)
            {
                sum += TEncoding.Decode(data);
                data = data[TEncoding.Bytes..];
            }

            samples[i] = (float)(sum / channels);
        }
    }

    private readonly struct Pcm8 : IEncoding
    {
        public static int Bytes => 1;

        public static double Decode(ReadOnlySpan<byte> sample) => (sample[0] - 128) * (1.0 / 128);
    }

    private readonly struct Pcm16 : IEncoding
    {
        public static int Bytes => 2;

        public static double Decode(ReadOnlySpan<byte> sample) => BinaryPrimitives.ReadInt16LittleEndian(sample) * (1.0 / 32_768);
    }

    private readonly struct Pcm24 : IEncoding
    {
        public static int Bytes => 3;

        public static double Decode(ReadOnlySpan<byte> sample) =>
            (sample[0] | (sample[1] << 8) | ((sbyte)sample[2] << 16)) * (1.0 / 8_388_608);
    }

    private readonly struct Pcm32 : IEncoding
    {
        public static int Bytes => 4;

        public static double Decode(ReadOnlySpan<byte> sample) => BinaryPrimitives.ReadInt32LittleEndian(sample) * (1.0 / 2_147_483_648);
    }

    private readonly struct Float32 : IEncoding
    {
        public static int Bytes => 4;

        public static double Decode(ReadOnlySpan<byte> sample) => BinaryPrimitives.ReadSingleLittleEndian(sample);
    }

    private readonly struct Float64 : IEncoding
    {
        public static int Bytes => 8;

        public static double Decode(ReadOnlySpan<byte> sample) => BinaryPrimitives.ReadDoubleLittleEndian(sample);
    }
}
