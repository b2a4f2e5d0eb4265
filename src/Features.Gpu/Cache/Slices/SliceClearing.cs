namespace EmotionGpu.Features.Cache.Slices;

/// <summary>
/// Deletes the files of slices that are merged. A file <c>.merged</c> stands there meanwhile, so that after a kill half of the slices
/// are not taken for a build of which the other half is missing.
/// </summary>
internal static class SliceClearing
{
    /// <summary>Name of that file.</summary>
    public const string MarkFile = ".merged";

    /// <summary>Whether a clearing was cut off.</summary>
    public static bool IsPending(string cacheFolder) => File.Exists(Path.Combine(cacheFolder, MarkFile));

    /// <summary>Clears; everything of the slices is in the manifest. Only with the folder's lock.</summary>
    public static void Clear(string cacheFolder)
    {
        DurableFile.WriteText(Path.Combine(cacheFolder, MarkFile), "the slices are in manifest.jsonl; their own files are being deleted\n");
        Finish(cacheFolder);
    }

    /// <summary>Goes on with a clearing that was cut off. Only with the folder's lock.</summary>
    /// <returns>Whether there was one.</returns>
    public static bool Finish(string cacheFolder)
    {
        if (!IsPending(cacheFolder))
            return false;
        foreach (var slice in CacheSlice.FindIn(cacheFolder))
        {
            // Last the manifest, by which a slice is found.
            foreach (var file in new[] { slice.LockFile, slice.RecordFile, slice.ManifestFile })
                File.Delete(Path.Combine(cacheFolder, file));
        }

        File.Delete(Path.Combine(cacheFolder, MarkFile));
        return true;
    }
}
