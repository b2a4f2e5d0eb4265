using System.Buffers.Binary;

namespace EmotionGpu.Features.Audio;

/// <summary>Where the two chunks that matter lie in a RIFF/WAVE file.</summary>
/// <param name="Format">The body of <c>fmt </c>.</param>
/// <param name="Data">The body of the first <c>data</c> chunk that has one.</param>
internal readonly record struct WavChunks(Range Format, Range Data)
{
    private const int FirstChunk = 12;
    private const int ChunkHeader = 8;

    /// <summary>A real file has a dozen chunks; the limits keep the search for them short in hostile ones, where chunks follow one another wherever one looks.</summary>
    private const int LongestChain = 64;

    private const int LeastSteps = 1 << 16;
    private const int BytesAStep = 16;

    /// <summary>Walks the chunks until both are found.</summary>
    /// <exception cref="AudioFormatException">One of them is missing or empty, or a chunk before them is cut off.</exception>
    public static WavChunks Find(ReadOnlySpan<byte> file, string path)
    {
        Range? format = null, data = null;
        var emptyData = false;
        var position = FirstChunk;
        while ((format is null || data is null) && position + ChunkHeader <= file.Length)
        {
            var name = file.Slice(position, 4);
            var size = SizeAt(file, position);
            var start = position + ChunkHeader;
            var available = file.Length - start;
            if (name.SequenceEqual("data"u8))
            {
                var length = size == 0 || size > available ? LengthOfCutData(file[start..]) : (int)size;
                emptyData |= length == 0;
                if (length > 0)
                    data ??= start..(start + length);
                position = Next(file, start, length);
                continue;
            }

            if (size > available)
            {
                throw new AudioFormatException(
                    path, $"chunk {FileSignature.Describe(name)} at byte {position} says {size} bytes, {available} are left");
            }

            if (name.SequenceEqual("fmt "u8))
                format ??= start..(start + (int)size);
            position = Next(file, start, (int)size);
        }

        return new WavChunks(format ?? throw Missing(path, "fmt"),
            data ?? throw (emptyData ? new AudioFormatException(path, "no samples: the data chunk is empty") : Missing(path, "data")));
    }

    /// <summary>
    /// Where the chunks of an ordinary file lie, from its beginning alone: format before samples, sizes that are true, no pad byte forgotten.
    /// </summary>
    /// <param name="head">The file's first bytes.</param>
    /// <param name="fileLength">Bytes that the whole file has.</param>
    /// <returns>The format's body, the first byte of samples and their number; null where the whole file must be looked at.</returns>
    public static (Range Format, long Data, long DataLength)? FindOrdinary(ReadOnlySpan<byte> head, long fileLength)
    {
        Range? format = null;
        for (long position = FirstChunk; position + ChunkHeader <= head.Length;)
        {
            var name = head.Slice((int)position, 4);
            var size = SizeAt(head, (int)position);
            var start = position + ChunkHeader;
            if (size > fileLength - start)
                return null;
            if (name.SequenceEqual("data"u8))
                return format is { } found && size > 0 ? (found, start, size) : null;

            var end = start + size;
            if (end > head.Length || (size % 2 == 1 && IsKnownAt(head, (int)end)))
                return null;
            if (name.SequenceEqual("fmt "u8))
                format ??= (int)start..(int)end;
            position = end + size % 2;
        }

        return null;
    }

    /// <summary>Whether all bytes are printable ASCII, as those of every chunk name are.</summary>
    public static bool IsPrintable(ReadOnlySpan<byte> name) => !name.ContainsAnyExceptInRange((byte)' ', (byte)'~');

    private static AudioFormatException Missing(string path, string chunk) =>
        new(path, $"RIFF/WAVE without a {chunk} chunk; {WavReader.Supported}");

    private static uint SizeAt(ReadOnlySpan<byte> file, int position) => BinaryPrimitives.ReadUInt32LittleEndian(file[(position + 4)..]);

    /// <summary>Where the next chunk starts: an odd-sized body has a pad byte after it, which some writers forget.</summary>
    private static int Next(ReadOnlySpan<byte> file, int start, int size) =>
        start + size + (size % 2 == 1 && !IsKnownAt(file, start + size) ? 1 : 0);

    /// <summary>Bytes of samples before the first place from which chunks fill the file to its end; all bytes where there is none.</summary>
    private static int LengthOfCutData(ReadOnlySpan<byte> rest)
    {
        var zeros = rest.LastIndexOfAnyExcept((byte)0) + 1;
        var steps = LeastSteps + rest.Length / BytesAStep;
        for (var length = 0; length + ChunkHeader <= rest.Length; length++)
        {
            if (ChunksFill(rest, length, zeros, ref steps))
                return length;
        }

        return rest.Length;
    }

    /// <summary>
    /// Whether chunks follow one another from here to the end. Behind a first chunk of a known name, which samples hardly ever spell,
    /// there may be what writers leave there: nothing but zeros, or fewer bytes than a chunk's header. Each step from a chunk to the next is
    /// taken off the steps that are left; without any, only a chunk that itself reaches the end is found.
    /// </summary>
    private static bool ChunksFill(ReadOnlySpan<byte> rest, int position, int zeros, ref int steps)
    {
        var isKnown = false;
        for (var chunk = 0; chunk < LongestChain; chunk++)
        {
            if (chunk > 0 && isKnown && (position >= zeros || position + ChunkHeader > rest.Length))
                return true;
            if (position + ChunkHeader > rest.Length)
                return false;
            var size = SizeAt(rest, position);
            var available = rest.Length - position - ChunkHeader;
            if (size > available || !IsPrintable(rest.Slice(position, 4)) || (size == 0 && !IsKnownAt(rest, position)))
                return false;
            if (size == available || (size % 2 == 1 && size + 1 == available))
                return true;
            if (steps == 0)
                return false;
            steps--;
            isKnown |= chunk == 0 && IsKnownAt(rest, position);
            position = Next(rest, position + ChunkHeader, (int)size);
        }

        return false;
    }

    private static bool IsKnownAt(ReadOnlySpan<byte> file, int position)
    {
        if (position + ChunkHeader > file.Length)
            return false;
        var name = file.Slice(position, 4);
        return name.SequenceEqual("fmt "u8) || name.SequenceEqual("data"u8) || name.SequenceEqual("LIST"u8)
            || name.SequenceEqual("fact"u8) || name.SequenceEqual("bext"u8) || name.SequenceEqual("cue "u8)
            || name.SequenceEqual("smpl"u8) || name.SequenceEqual("iXML"u8) || name.SequenceEqual("JUNK"u8)
            || name.SequenceEqual("FLLR"u8) || name.SequenceEqual("_PMX"u8) || name.SequenceEqual("id3 "u8);
    }
}
