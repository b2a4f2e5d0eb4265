using System.Runtime.InteropServices;

namespace EmotionGpu.Features.Cache;

/// <summary>Writing that a kill or a power cut at any moment leaves whole: the old file or the new one, never a part.</summary>
internal static partial class DurableFile
{
    private const int BufferSize = 1 << 20;

    /// <summary>Writes a file beside its name, flushes it to the disk and renames it.</summary>
    /// <returns>Its length in bytes.</returns>
    public static long Write(string path, Action<Stream> write)
    {
        var temporary = path + CacheFormat.TemporaryExtension;
        long length;
        try
        {
            using var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, BufferSize);
            write(stream);
            stream.Flush(flushToDisk: true);
            length = stream.Length;
        }
        catch (IOException)
        {
            // A full disk gets its space back.
            File.Delete(temporary);
            throw;
        }

        File.Move(temporary, path, overwrite: true);
        FlushFolderOf(path);
        return length;
    }

    /// <summary>Appends bytes in one write and flushes them to the disk.</summary>
    public static void Append(string path, ReadOnlySpan<byte> bytes)
    {
        var isNew = !File.Exists(path);
        using (var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0))
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }

        if (isNew)
            FlushFolderOf(path);
    }

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
