namespace EmotionGpu.Features.Cache.Slices;

/// <summary>All slices of one build, finished and in agreement.</summary>
/// <param name="CacheFolder">Where they lie.</param>
/// <param name="Slices">Every slice, in order.</param>
/// <param name="Records">What each says of itself.</param>
internal sealed record SliceSet(string CacheFolder, IReadOnlyList<CacheSlice> Slices, IReadOnlyList<SliceRecord> Records)
{
    /// <summary>What all slices agree on.</summary>
    public SliceRecord Build => Records[0];

    /// <summary>Finds the slices in a cache folder.</summary>
    /// <exception cref="CacheSlicesException">There are none, some are missing or unfinished, or they are not of one build.</exception>
    /// <exception cref="CacheCorruptException">A record is damaged.</exception>
    public static SliceSet Find(string cacheFolder)
    {
        var slices = CacheSlice.FindIn(cacheFolder);
        if (slices.Length == 0)
            throw new CacheSlicesException($"{cacheFolder}: no slices in it (manifest-i-of-N.jsonl); 'cache build --shard i/N' makes them");
        if (slices.Select(slice => slice.Count).Distinct().ToArray() is { Length: > 1 } counts)
        {
            throw new CacheSlicesException(
                $"{cacheFolder}: slices of {string.Join(" and of ", counts)} lie in it; delete those that are not wanted (manifest-i-of-N.jsonl, slice-i-of-N.json)");
        }

        RefuseMissing(cacheFolder, slices);
        var records = slices.Select(slice => SliceRecord.Read(cacheFolder, slice)).ToArray();
        RefuseUnfinished(cacheFolder, slices, records);
        foreach (var (slice, record) in slices.Zip(records).Skip(1))
            RefuseOther(cacheFolder, slice, record!, slices[0], records[0]!);
        return new SliceSet(cacheFolder, slices, records!);
    }

    /// <summary>Recordings of one of the slices.</summary>
    public int CountOf(int slice)
    {
        var range = Slices[slice].RangeOf(Build.Recordings, Build.ShardClips);
        return range.End.Value - range.Start.Value;
    }

    private static void RefuseMissing(string cacheFolder, CacheSlice[] slices)
    {
        var count = slices[0].Count;
        int[] missing = [.. Enumerable.Range(0, count).Except(slices.Select(slice => slice.Index))];
        if (missing.Length > 0)
        {
            throw new CacheSlicesException($"{cacheFolder}: {missing.Length} of {count} slices are missing: {Named(missing.Select(index => new CacheSlice(index, count)))}; "
                + "build them, or copy their files here");
        }
    }

    private static void RefuseUnfinished(string cacheFolder, CacheSlice[] slices, SliceRecord?[] records)
    {
        CacheSlice[] unfinished = [.. slices.Zip(records).Where(pair => pair.Second is null).Select(pair => pair.First)];
        if (unfinished.Length > 0)
        {
            throw new CacheSlicesException($"{cacheFolder}: {unfinished.Length} of {slices.Length} slices are not finished (no slice-i-of-N.json): {Named(unfinished)}; "
                + "'cache build --shard i/N' goes on where they stopped");
        }
    }

    private static void RefuseOther(string cacheFolder, CacheSlice slice, SliceRecord record, CacheSlice first, SliceRecord wanted)
    {
        var (what, found, by) =
            record.Version != wanted.Version ? ("format version", $"{record.Version}", $"{wanted.Version}")
            : record.Options != wanted.Options ? ("options", record.Options, wanted.Options)
            : record.ShardClips != wanted.ShardClips ? ("clips a shard", $"{record.ShardClips}", $"{wanted.ShardClips}")
            : record.ShardBytes != wanted.ShardBytes ? ("bytes a shard", $"{record.ShardBytes}", $"{wanted.ShardBytes}")
            : record.Recordings != wanted.Recordings || record.List != wanted.List
                ? ("list of recordings", $"{record.Recordings} paths, {record.List}", $"{wanted.Recordings} paths, {wanted.List}")
                : ("", "", "");
        if (what.Length > 0)
        {
            throw new CacheSlicesException($"{cacheFolder}: slice {slice} has another {what} ({found}) than slice {first} ({by}): they are not of one build; "
                + "build the one that is not wanted again, with the same flags and the same data folder");
        }
    }

    // Of a thousand missing slices ten say enough.
    private static string Named(IEnumerable<CacheSlice> slices)
    {
        const int Most = 10;
        var all = slices.Select(slice => slice.ToString()).ToArray();
        return string.Join(", ", all.Take(Most)) + (all.Length > Most ? ", …" : "");
    }
}
