using Microsoft.Win32.SafeHandles;

namespace EmotionGpu.Features.Cache;

/// <summary>A piece of an open file.</summary>
/// <param name="File">Open for reading.</param>
/// <param name="Offset">Its first byte.</param>
/// <param name="Length">Its number of bytes.</param>
/// <param name="Name">What it is, for errors.</param>
internal readonly record struct FileRange(SafeFileHandle File, long Offset, long Length, string Name)
{
    private const int BufferSize = 1 << 16;

    /// <summary>Writes it to a stream.</summary>
    /// <exception cref="EndOfStreamException">The file became shorter meanwhile.</exception>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public void CopyTo(Stream destination)
    {
        var buffer = new byte[BufferSize];
        for (var position = 0L; position < Length;)
        {
            var read = RandomAccess.Read(File, buffer.AsSpan(0, (int)Math.Min(buffer.Length, Length - position)), Offset + position);
            if (read == 0)
                throw new EndOfStreamException($"{Name} became shorter while it was copied");
            destination.Write(buffer, 0, read);
            position += read;
        }
    }
}
