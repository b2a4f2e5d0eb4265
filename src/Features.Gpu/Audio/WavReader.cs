using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace EmotionGpu.Features.Audio;

/// <summary>
/// Reads RIFF/WAVE recordings: PCM of 8, 16, 24 and 32 bits, float of 32 and 64 bits, plain or extensible header, any number of
/// channels (their mean), 4 to 384 kHz. What is tolerated and what is refused:
/// <list type="bullet">
/// <item>Unknown chunks anywhere, odd-sized ones with their pad byte or, before a chunk of a known name, without it.</item>
/// <item>The RIFF size is not looked at: writers that were cut leave anything there.</item>
/// <item>A data size of 0 or of more than the file has (0xFFFFFFFF and its like): the samples run to the end of the file, or to
/// where chunks follow that fill the file; behind chunks of known names zeros or up to 7 stray bytes may follow. What a cut recording
/// still has is worth more than a refusal.</item>
/// <item>A trailing piece of a sample frame is dropped.</item>
/// <item>More than <see cref="MaxSamples"/> are refused before they are decoded.</item>
/// <item>Float samples above full scale are kept as they are; NaN, infinity and sizes that no audio has are refused, since one of
/// them would spoil every frame that it touches.</item>
/// </list>
/// </summary>
public static class WavReader
{
    /// <summary>Longest recording in mono samples, 2^28: 93 minutes at 48 kHz, 1 GB as float32.</summary>
    public const int MaxSamples = 1 << 28;

    internal const string Supported =
        "supported is WAV with PCM of 8, 16, 24 or 32 bits or float of 32 or 64 bits, any channels, 4 to 384 kHz "
        + "(ffmpeg -i IN -c:a pcm_s16le OUT.wav makes one)";

    /// <summary>Reads a file.</summary>
    /// <param name="path">A WAV file.</param>
    /// <returns>Mono samples, at least one: int16 where the file is mono 16-bit PCM, else float32.</returns>
    /// <exception cref="AudioFormatException">The file is missing, cannot be read, or is nothing of the above.</exception>
    public static Waveform Read(string path)
    {
        short[] memory = [];
        var length = ReadBytes(path, bytes =>
        {
            memory = GC.AllocateUninitializedArray<short>((int)((bytes + 1L) / 2));
            return MemoryMarshal.AsBytes(memory.AsSpan())[..bytes];
        });
        return Parse(memory, length, path, samples => new float[samples]);
    }

    /// <summary>Reads a file's bytes.</summary>
    /// <param name="bytes">The whole file; not kept.</param>
    /// <param name="path">The name that errors carry.</param>
    /// <returns>Mono samples, at least one: int16 where the file is mono 16-bit PCM, else float32.</returns>
    /// <exception cref="AudioFormatException">The bytes are nothing of the above.</exception>
    public static Waveform Parse(ReadOnlyMemory<byte> bytes, string path)
    {
        var memory = new short[(bytes.Length + 1) / 2];
        bytes.Span.CopyTo(MemoryMarshal.AsBytes(memory.AsSpan()));
        return Parse(memory, bytes.Length, path, length => new float[length]);
    }

    /// <summary>Reads a file's bytes; where the recording is mono 16-bit PCM, the waveform lies in them.</summary>
    /// <param name="memory">The whole file from the start of this memory on.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="path">The name that errors carry.</param>
    /// <param name="reserve">Gives memory for so many float32 samples, for all other recordings.</param>
    /// <exception cref="AudioFormatException">The bytes are no recording that is supported.</exception>
    internal static Waveform Parse(ReadOnlyMemory<short> memory, int length, string path, Func<int, Memory<float>> reserve)
    {
        var file = MemoryMarshal.AsBytes(memory.Span[..(int)((length + 1L) / 2)])[..length];
        var (format, data) = FindSamples(file, path);
        if (format is { Encoding: SampleEncoding.Pcm16, Channels: 1 })
            return Waveform.FromPcm16(format.SampleRate, Int16Samples(memory, file, data));

        var frames = file[data].Length / format.BlockAlign;
        var samples = reserve(frames);
        WavSamples.Decode(file[data], format, samples.Span);
        WavSamples.RequireUsable(samples.Span, 0, path);
        return Waveform.FromFloat(format.SampleRate, samples);
    }

    // The data is whole sample frames, one at least.
    private static (WavFormat Format, Range Data) FindSamples(ReadOnlySpan<byte> file, string path)
    {
        if (FileSignature.ProblemOf(file) is { } problem)
            throw new AudioFormatException(path, $"{problem}; {Supported}");

        var chunks = WavChunks.Find(file, path);
        var format = WavFormat.Parse(file[chunks.Format], path);
        var (start, length) = chunks.Data.GetOffsetAndLength(file.Length);
        var frames = length / format.BlockAlign;
        if (frames == 0)
            throw new AudioFormatException(path, $"no samples: {length} bytes of data where one sample frame takes {format.BlockAlign}");
        if (frames > MaxSamples)
            throw TooLong(path, frames, format.SampleRate);
        return (format, start..(start + frames * format.BlockAlign));
    }

    /// <summary>The refusal of a recording that memory should not hold.</summary>
    internal static AudioFormatException TooLong(string path, long samples, int sampleRate) => new(path, FormattableString.Invariant(
        $"{samples} samples at {sampleRate} Hz: at most {MaxSamples} are supported; cut the recording"));

    /// <summary>Reads a file's bytes.</summary>
    /// <returns>Their number.</returns>
    /// <exception cref="AudioFormatException">The file is missing, no regular file, or cannot be read.</exception>
    internal static int ReadBytes(string path, RegularFile.ReserveBytes reserve)
    {
        try
        {
            return RegularFile.Read(path, reserve);
        }
        catch (Exception error) when (ClearError(error, path) is { } clear)
        {
            throw clear;
        }
    }

    /// <summary>What went wrong with a file in the words of recordings; null where it is in them already, or is no error of reading.</summary>
    internal static AudioFormatException? ClearError(Exception error, string path) => error switch
    {
        AudioFormatException => null,
        FileNotFoundException or DirectoryNotFoundException => new(path, "there is no such file", error),
        UnauthorizedAccessException => new(path, Directory.Exists(path) ? "is a folder, not a recording" : "may not be read", error),
        IOException or ArgumentException or NotSupportedException => new(path, $"cannot be read: {error.Message}", error),
        _ => null,
    };

    // In place but for files whose samples start at an odd byte, and for processors that store numbers the other way round.
    private static ReadOnlyMemory<short> Int16Samples(ReadOnlyMemory<short> memory, ReadOnlySpan<byte> file, Range data)
    {
        var (start, length) = data.GetOffsetAndLength(file.Length);
        if (start % 2 == 0 && BitConverter.IsLittleEndian)
            return memory.Slice(start / 2, length / 2);
        var samples = MemoryMarshal.Cast<byte, short>(file[data]).ToArray();
        if (!BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(samples, samples);
        return samples;
    }
}
