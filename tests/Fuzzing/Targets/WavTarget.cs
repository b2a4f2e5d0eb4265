using EmotionGpu.Features.Audio;
using EmotionGpu.Fuzzing.Mutation;

namespace EmotionGpu.Fuzzing.Targets;

/// <summary>
/// <see cref="WavReader.Parse(ReadOnlyMemory{byte}, string)"/>: a copy of the file, and 4 bytes a sample, of which mono files of 8 bits have one a byte.
/// </summary>
internal sealed class WavTarget() : ReaderTarget("wav", new MemoryLimit(6, 32 << 10))
{
    /// <inheritdoc/>
    public override byte[] Mutate(byte[] input, Random random) => WavMutation.Apply(input, random);

    /// <inheritdoc/>
    public override bool Run(byte[] input)
    {
        Waveform waveform;
        try
        {
            waveform = WavReader.Parse(input, "input.wav");
        }
        catch (AudioFormatException)
        {
            return false;
        }

        RequireSound(waveform, input.Length);
        return true;
    }

    /// <summary>Fails unless samples are as promised.</summary>
    internal static void RequireSound(Waveform waveform, int bytes)
    {
        Promise(waveform.Length >= 1 && waveform.Length <= bytes, $"{waveform.Length} samples out of {bytes} bytes");
        Promise(waveform.SampleRate is >= Waveform.MinSampleRate and <= Waveform.MaxSampleRate, $"{waveform.SampleRate} Hz");
        Promise(!waveform.Samples.ContainsAnyExceptInRange(float.MinValue, float.MaxValue), "a sample that is not finite");
    }
}
