using System.Runtime.InteropServices;
using System.Text;

namespace EmotionGpu.Features.Cache;

/// <summary>Writing that a kill or a power cut at any moment leaves whole: the old file or the new one, never a part.</summary>
public static partial class DurableFile
{
    /// <summary>For small pieces; larger ones go to the system as they are. Small enough not to be an object of the large heap.</summary>
    private const int BufferSize = 1 << 16;
    private const string TemporaryExtension = ".tmp";
    private const int UniqueLength = 1 + 32; // a dot and the digits of a GUID

    /// <summary>Writes a file beside its name, flushes it to the disk and renames it.</summary>
    /// <param name="path">Where; the folder must exist. A file that is there is replaced.</param>
    /// <param name="write">Writes the contents to a stream that can also be read and sought.</param>
    /// <returns>Its length in bytes.</returns>
    /// <exception cref="IOException">It cannot be written; what was at <paramref name="path"/> is untouched.</exception>
    public static long Write(string path, Action<Stream> write)
    {
        var temporary = TemporaryFor(path);
        long length;
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferSize))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
                length = stream.Length;
            }

            Rename(temporary, path);
        }
        catch (ArgumentOutOfRangeException error) when (IsTooLong(error))
        {
            throw TooLong(path, error);
        }
        finally
        {
            // Gone when all went well; else a full disk gets its space back.
            File.Delete(temporary);
        }

        return length;
    }

    /// <summary>A name for a file that is to become another, in the same folder.</summary>
    internal static string TemporaryFor(string path) => $"{path}.{Guid.NewGuid():N}{TemporaryExtension}";

    /// <summary>Gives a file that is on the disk its name, so that it has it after a power cut too; what had it is replaced.</summary>
    internal static void Rename(string temporary, string path)
    {
        File.Move(temporary, path, overwrite: true);
        FlushFolderOf(path);
    }

    /// <summary>Writes text as UTF-8 beside its name, flushes it to the disk and renames it.</summary>
    /// <param name="path">Where; the folder must exist. A file that is there is replaced.</param>
    /// <param name="text">The contents.</param>
    /// <exception cref="IOException">It cannot be written; what was at <paramref name="path"/> is untouched.</exception>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>The name that a temporary file was to become; any other name is returned as it is.</summary>
    internal static string TargetOf(string name)
    {
        if (!name.EndsWith(TemporaryExtension, StringComparison.Ordinal))
            return name;
        var stem = name[..^TemporaryExtension.Length];
        return stem.Length > UniqueLength && stem[^UniqueLength] == '.' ? stem[..^UniqueLength] : stem;
    }

    /// <summary>Deletes what killed writers left half-written beside a folder's files; only where no other writer is at work there.</summary>
    /// <param name="folder">The folder; it must exist.</param>
    /// <param name="isOurs">Whether the caller wrote a file of that name; whatever else lies there stays.</param>
    /// <exception cref="IOException">A file cannot be deleted.</exception>
    public static void DeleteLeftovers(string folder, Func<string, bool> isOurs)
    {
        string[] files = [.. Directory.EnumerateFiles(folder, "*" + TemporaryExtension)];
        foreach (var file in files.Where(file => TargetOf(Path.GetFileName(file)) is var target && target != Path.GetFileName(file) && isOurs(target)))
            File.Delete(file);
    }

    /// <summary>Appends bytes in one write and flushes them to the disk.</summary>
    /// <param name="path">The file, made where it is missing.</param>
    /// <param name="bytes">What is appended.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Append(string path, ReadOnlySpan<byte> bytes)
    {
        var isNew = !File.Exists(path);
        try
        {
            using var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }
        catch (ArgumentOutOfRangeException error) when (IsTooLong(error))
        {
            throw TooLong(path, error);
        }

        if (isNew)
            FlushFolderOf(path);
    }

    /// <summary>Whether .NET means that a file may not grow, which it says as if the length were an argument.</summary>
    internal static bool IsTooLong(ArgumentOutOfRangeException error) => error.ParamName == "value";

    /// <summary>The error of a file that may not grow.</summary>
    internal static IOException TooLong(string path, Exception inner) => new(
        $"{path}: File too large: it may not become longer here, by the file system or by a limit (ulimit -f); name a folder where it may", inner);

    /// <summary>
    /// Makes a rename survive a power cut on Unix, where a folder is flushed by itself and .NET has no call for it. Windows journals
    /// renames. A file system that cannot flush folders loses at most the rename: the work is done again.
    /// </summary>
    private static void FlushFolderOf(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        var folder = Open(Path.GetDirectoryName(Path.GetFullPath(path))!, flags: 0);
        if (folder < 0)
            return;
        _ = Fsync(folder);
        _ = Close(folder);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
