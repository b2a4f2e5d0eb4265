namespace EmotionGpu.Training.Corpora.Fetching;

/// <summary>
/// Fetches a corpus: downloads its archive, checks it, unpacks it, and only then gives the folder its name. Whatever ends it before leaves
/// <c>FOLDER.fetch</c>, with which the next call goes on.
/// </summary>
public static class CorpusFetch
{
    private const string WorkSuffix = ".fetch";
    private const string UnpackedFolder = "unpacked";

    /// <summary>Bytes that do not fit together, some of an earlier try, are fetched once more as a whole.</summary>
    private const int MostChecksums = 2;

    /// <summary>Does what a request says.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="progress">Told what happens, in order.</param>
    /// <param name="cancellation">Ends it; the same request goes on.</param>
    /// <exception cref="FetchException">It could not be done; nothing is under the folder's name.</exception>
    public static async Task<FetchResult> Run(FetchRequest request, IProgress<FetchEvent>? progress, CancellationToken cancellation)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.Folder));
        if (File.Exists(folder) || Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new FetchException($"{request.Folder} holds something already; name another folder with --out, or remove it to fetch the corpus again");
        var work = folder + WorkSuffix;
        var unpacked = Path.Combine(work, UnpackedFolder);
        int files;
        long bytes;
        using (var part = PartialArchive.Open(work, request.Source))
        {
            await Download(request, part, progress, cancellation);
            Remove(unpacked); // Of a call that was killed.
            try
            {
                (files, bytes) = ArchiveUnpacker.Unpack(part.Stream, unpacked, request.Limits, progress, cancellation);
            }
            catch
            {
                Remove(unpacked); // A full disk gets its space back.
                throw;
            }

            if (Directory.Exists(folder))
                Directory.Delete(folder); // Empty, as was seen above; else this fails.
            Directory.Move(unpacked, folder);
        }

        Remove(work);
        return new FetchResult(request.Folder, files, bytes);
    }

    private static async Task Download(FetchRequest request, PartialArchive part, IProgress<FetchEvent>? progress, CancellationToken cancellation)
    {
        if (part.Length > request.Archive.Bytes)
            part.Restart(null);
        using var download = new ArchiveDownload(request, part, progress);
        for (var checksums = 1; ; checksums++)
        {
            await download.Run(cancellation);
            var found = part.Md5();
            if (found == request.Archive.Md5)
                return;
            var isOneResponse = part.Responses <= 1;
            part.Restart(null);
            if (isOneResponse || checksums == MostChecksums)
            {
                throw new FetchException($"{request.Source}: the archive that came has the MD5 {found}, wanted {request.Archive.Md5}: it is another file or was "
                    + "damaged. It is thrown away; try again, or take another mirror");
            }

            progress?.Report(new FetchEvent.BrokeOff($"the parts that came do not fit together (MD5 {found}), so it begins again", TimeSpan.Zero));
        }
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
