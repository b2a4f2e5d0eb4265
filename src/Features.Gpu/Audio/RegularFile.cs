using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EmotionGpu.Features.Audio;

/// <summary>
/// Reads whole files, regular ones only: a pipe or a terminal that happens to be called a.wav would be waited for until somebody
/// writes to it, and a device may have no end.
/// </summary>
internal static partial class RegularFile
{
    /// <summary>The file's bytes; a link to a file is that file.</summary>
    /// <exception cref="AudioFormatException">It is a pipe, a device or another thing that is no regular file.</exception>
    /// <exception cref="UnauthorizedAccessException">It is a folder or may not be read.</exception>
    /// <exception cref="IOException">It is missing, larger than an array, or cannot be read.</exception>
    public static byte[] ReadAllBytes(string path)
    {
        if (Directory.Exists(path))
            throw new UnauthorizedAccessException($"{path} is a folder");

        using var file = new FileStream(Open(path), FileAccess.Read, bufferSize: 0);
        // Devices that can be sought say that they are empty and then are not; so do the kernel's own files.
        if (!file.CanSeek || (file.Length == 0 && file.ReadByte() >= 0))
            throw new AudioFormatException(path, "is no regular file but a pipe, a device or the like");
        if (file.Length > Array.MaxLength)
            throw new IOException(FormattableString.Invariant($"{file.Length} bytes, at most {Array.MaxLength} are supported"));

        var bytes = GC.AllocateUninitializedArray<byte>((int)file.Length);
        file.ReadExactly(bytes);
        return bytes;
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
