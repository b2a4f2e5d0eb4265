using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EmotionGpu.Features.Cache;

/// <summary>
/// A shard on its way to the disk: tensors are written, behind the place of the header, while others are computed; the header
/// comes last, when it is known. Until then the file has a temporary name.
/// </summary>
internal sealed partial class ShardFile : IDisposable
{
    /// <summary>Bytes after which the system is told to start with them, so that little is left when the file is flushed.</summary>
    private const long WritebackBytes = 1 << 20;

    private readonly string _folder;
    private readonly string _temporary;
    private readonly int _start;
    private readonly SafeFileHandle _file;
    private long _end;
    private long _started;

    /// <param name="openFile">Its path while it is open, less what makes it unique.</param>
    /// <param name="clips">Tensors that it will probably have: with another number it may have to be copied once.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public ShardFile(string openFile, int clips)
    {
        _folder = Path.GetDirectoryName(openFile)!;
        _temporary = DurableFile.TemporaryFor(openFile);
        _start = SafetensorsWriter.ExpectedStart(clips);
        _end = _started = _start;
        _file = File.OpenHandle(_temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>Writes a tensor behind the last one.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Append(ReadOnlySpan<Half> values)
    {
        var bytes = MemoryMarshal.AsBytes(values);
        try
        {
            RandomAccess.Write(_file, bytes, _end);
        }
        catch (ArgumentOutOfRangeException error) when (DurableFile.IsTooLong(error))
        {
            throw DurableFile.TooLong(_temporary, error);
        }

        _end += bytes.Length;
        if (_end - _started < WritebackBytes || !OperatingSystem.IsLinux())
            return;
        // Only a hint, so whether it was taken is no matter.
        _ = StartWriteback(_file, _started, _end - _started, flags: 2);
        _started = _end;
    }

    /// <summary>Writes the header, flushes the file and gives it its name.</summary>
    /// <param name="name">The shard's.</param>
    /// <param name="header">Everything before the tensors.</param>
    /// <returns>The file's length.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public long Finish(string name, byte[] header)
    {
        var path = Path.Combine(_folder, name);
        if (header.Length == _start)
        {
            RandomAccess.Write(_file, header, 0);
            RandomAccess.FlushToDisk(_file);
            _file.Dispose();
            DurableFile.Rename(_temporary, path);
            return _end;
        }

        var tensors = new FileRange(_file, _start, _end - _start, _temporary);
        return DurableFile.Write(path, stream =>
        {
            stream.Write(header);
            tensors.CopyTo(stream);
        });
    }

    /// <summary>Deletes what has not become a shard.</summary>
    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_temporary);
    }

    [LibraryImport("libc", EntryPoint = "sync_file_range")]
    private static partial int StartWriteback(SafeFileHandle file, long offset, long bytes, uint flags);
}
