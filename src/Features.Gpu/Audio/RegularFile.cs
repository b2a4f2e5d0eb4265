using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EmotionGpu.Features.Audio;

/// <summary>
/// Reads whole files, regular ones only: a pipe or a terminal that happens to be called a.wav would be waited for until somebody
/// writes to it, and a device may have no end.
/// </summary>
internal static partial class RegularFile
{
    /// <summary>Gives memory that a file is read into.</summary>
    /// <param name="length">Bytes wanted.</param>
    /// <returns>So many bytes.</returns>
    public delegate Span<byte> ReserveBytes(int length);

    /// <summary>Reads the file's bytes; a link to a file is that file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reserve">Gives memory for so many bytes.</param>
    /// <returns>Their number.</returns>
    /// <exception cref="AudioFormatException">It is a pipe, a device or another thing that is no regular file.</exception>
    /// <exception cref="UnauthorizedAccessException">It is a folder or may not be read.</exception>
    /// <exception cref="IOException">It is missing, larger than an array, or cannot be read.</exception>
    public static int Read(string path, ReserveBytes reserve)
    {
        using var file = Open(path, out var length);
        if (length > Array.MaxLength)
            throw new IOException(FormattableString.Invariant($"{length} bytes, at most {Array.MaxLength} are supported"));

        return Fill(file, reserve((int)length), 0) is var count && count == length
            ? count
            : throw new EndOfStreamException(FormattableString.Invariant($"it ended after {count} of {length} bytes while it was read"));
    }

    /// <summary>Reads on until there is no room, or the file ends.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="bytes">Result.</param>
    /// <param name="offset">Where it begins in the file.</param>
    /// <returns>Bytes read.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static int Fill(SafeFileHandle file, Span<byte> bytes, long offset)
    {
        var filled = 0;
        for (int read; filled < bytes.Length && (read = RandomAccess.Read(file, bytes[filled..], offset + filled)) > 0;)
            filled += read;
        return filled;
    }

    /// <summary>Opens the file for reading.</summary>
    /// <param name="path">The file.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <returns>The open file; whoever asked closes it.</returns>
    /// <exception cref="AudioFormatException">It is a pipe, a device or another thing that is no regular file.</exception>
    /// <exception cref="UnauthorizedAccessException">It is a folder or may not be read.</exception>
    /// <exception cref="IOException">It is missing or cannot be read.</exception>
    public static SafeFileHandle Open(string path, out long length)
    {
        if (Directory.Exists(path))
            throw new UnauthorizedAccessException($"{path} is a folder");

        var file = Open(path);
        try
        {
            length = LengthOf(file, path);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static long LengthOf(SafeFileHandle file, string path)
    {
        try
        {
            // Devices that can be sought say that they are empty and then are not; so do the kernel's own files.
            if (RandomAccess.GetLength(file) is var length && (length > 0 || RandomAccess.Read(file, stackalloc byte[1], 0) == 0))
                return length;
        }
        catch (NotSupportedException)
        {
            // It cannot be sought.
        }

        throw new AudioFormatException(path, "is no regular file but a pipe, a device or the like");
    }

    // .NET opens pipes as a blocking call that no token ends, and tells them from files only once they are open.
    private static SafeFileHandle Open(string path)
    {
        // Also refuses paths with a zero character, which the system would cut there.
        path = Path.GetFullPath(path);
        if (OpenWithoutWaiting is { } flags)
        {
            var file = new SafeFileHandle(Open(path, flags), ownsHandle: true);
            if (!file.IsInvalid)
                return file;
            file.Dispose();
        }

        // Throws the exception that fits what was wrong.
        return File.OpenHandle(path);
    }

    // O_RDONLY | O_NONBLOCK | O_CLOEXEC; regular files ignore the second.
    private static int? OpenWithoutWaiting =>
        OperatingSystem.IsLinux() ? 0x800 | 0x80000 : OperatingSystem.IsMacOS() ? 0x4 | 0x1000000 : null;

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
