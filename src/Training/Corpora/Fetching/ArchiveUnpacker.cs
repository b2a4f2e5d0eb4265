using System.IO.Compression;

namespace EmotionGpu.Training.Corpora.Fetching;

/// <summary>
/// Unpacks a ZIP file whose contents are not trusted: every name and length is checked before the first file is written, and a file that
/// is longer than it says ends it.
/// </summary>
internal static class ArchiveUnpacker
{
    private const int TypeMask = 0xF000; // of Unix file modes, which stand in the upper half of an entry's attributes
    private const int RegularFile = 0x8000;
    private const int Folder = 0x4000;

    /// <summary>Unpacks into a folder.</summary>
    /// <param name="zip">The file; stays open.</param>
    /// <param name="folder">New and empty.</param>
    /// <param name="limits">What the archive may hold.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Stops between files.</param>
    /// <returns>Files and their bytes.</returns>
    /// <exception cref="FetchException">It is no ZIP file, or one that is not to be unpacked, or the disk is full.</exception>
    public static (int Files, long Bytes) Unpack(
        Stream zip, string folder, UnpackLimits limits, IProgress<FetchEvent>? progress, CancellationToken cancellation)
    {
        try
        {
            using var archive = new ZipArchive(zip, ZipArchiveMode.Read, leaveOpen: true);
            Check(archive, zip.Length, limits);
            Directory.CreateDirectory(folder);
            var (files, bytes) = (0, 0L);
            foreach (var (index, entry) in archive.Entries.Index())
            {
                cancellation.ThrowIfCancellationRequested();
                var path = Path.Combine(folder, entry.FullName);
                if (IsFolder(entry))
                {
                    Directory.CreateDirectory(path);
                    continue;
                }

                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                Write(entry, path);
                (files, bytes) = (files + 1, bytes + entry.Length);
                progress?.Report(new FetchEvent.Unpacking(index + 1, archive.Entries.Count));
            }

            return (files, bytes);
        }
        catch (InvalidDataException error)
        {
            throw new FetchException($"the archive is damaged or no ZIP file: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FetchException($"{folder} cannot be written: {error.Message}; make room or name another folder. The archive is kept, the same command goes on", error);
        }
    }

    private static void Check(ZipArchive archive, long length, UnpackLimits limits)
    {
        if (archive.Entries.Count > limits.Files)
            throw Refused($"it has {archive.Entries.Count} entries, at most {limits.Files} are taken");
        var (packed, unpacked) = (0L, 0L);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in archive.Entries)
        {
            CheckName(entry.FullName);
            if (!names.Add(entry.FullName.TrimEnd('/')))
                throw Refused($"'{entry.FullName}' stands in it twice");
            if (((entry.ExternalAttributes >> 16) & TypeMask) is not 0 and var type && type != (IsFolder(entry) ? Folder : RegularFile))
                throw Refused($"'{entry.FullName}' is neither a file nor a folder but a link, say");
            if (entry.Length / limits.Ratio > entry.CompressedLength)
                throw Refused($"'{entry.FullName}' would grow from {entry.CompressedLength} to {entry.Length} bytes, at most {limits.Ratio} times is taken");
            (packed, unpacked) = (packed + entry.CompressedLength, unpacked + entry.Length);
            if (unpacked > limits.Bytes)
                throw Refused($"it holds more than {limits.Bytes} bytes");
        }

        if (packed > length)
            throw Refused($"its entries take {packed} bytes of its {length}, so they lie over each other");
    }

    private static void CheckName(string name)
    {
        var isOutside = name.TrimEnd('/').Split('/').Any(segment => segment is "" or "." or "..");
        if (isOutside || name.Any(letter => letter is '\\' or ':' || char.IsControl(letter)))
            throw Refused($"'{new string([.. name.Select(letter => char.IsControl(letter) ? '?' : letter)])}' is no path below the folder");
    }

    private static void Write(ZipArchiveEntry entry, string path)
    {
        using var from = entry.Open();
        using var to = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        var block = new byte[1 << 16];
        var left = entry.Length;
        for (int count; (count = from.Read(block)) > 0; left -= count)
        {
            if (count > left)
                throw Refused($"'{entry.FullName}' is longer than the {entry.Length} bytes that it says");
            to.Write(block, 0, count);
        }

        if (left > 0)
            throw Refused($"'{entry.FullName}' is shorter than the {entry.Length} bytes that it says");
        to.Flush(flushToDisk: true);
    }

    private static bool IsFolder(ZipArchiveEntry entry) => entry.FullName.EndsWith('/');

    private static FetchException Refused(string why) => new($"the archive is not unpacked: {why}");
}
