namespace EmotionGpu.Features.Cache.Slices;

/// <summary>
/// The recordings of all slices, one slice after the other: lines of the manifests and, at their places, those that were refused. What
/// does not fit is an error when it is come to, so going through them once without using them checks them.
/// </summary>
/// <param name="slices">Every slice.</param>
internal sealed class SliceRecordings(SliceSet slices) : IRecordingSource, IDisposable
{
    private readonly IEnumerator<PreparedRecording> _all = All(slices).GetEnumerator();

    /// <inheritdoc/>
    public int Count => slices.Build.Recordings;

    /// <inheritdoc/>
    public bool WaitsForRelease => false;

    /// <summary>The next recording.</summary>
    /// <exception cref="CacheSlicesException">A recording is listed twice or is missing, or a manifest is damaged.</exception>
    public PreparedRecording? Next() => _all.MoveNext() ? _all.Current : null;

    /// <summary>Nothing is held for a recording.</summary>
    public void Release(PreparedRecording recording)
    {
    }

    public void Dispose() => _all.Dispose();

    private static IEnumerable<PreparedRecording> All(SliceSet slices)
    {
        var last = "";
        for (var i = 0; i < slices.Slices.Count; i++)
        {
            var count = 0;
            foreach (var recording in Of(slices, i))
            {
                var order = string.CompareOrdinal(last, recording.Path);
                if (order >= 0)
                    throw Problem(slices, i, order == 0 ? $"{recording.Path} is listed twice" : $"{recording.Path} is listed behind {last}");
                (last, count) = (recording.Path, count + 1);
                yield return recording;
            }

            if (count != slices.CountOf(i))
                throw Problem(slices, i, FormattableString.Invariant($"{count} recordings are listed, {slices.CountOf(i)} belong to the slice"));
        }
    }

    private static IEnumerable<PreparedRecording> Of(SliceSet slices, int slice)
    {
        var refused = slices.Records[slice].Refused;
        var next = 0;
        foreach (var line in Lines(slices, slice))
        {
            for (; next < refused.Count && string.CompareOrdinal(refused[next].Path, line.Path) < 0; next++)
                yield return new PreparedRecording(refused[next].Path, "", null, refused[next].Reason, null);
            yield return new PreparedRecording(line.Path, line.Key, null, null, null) { Line = line };
        }

        for (; next < refused.Count; next++)
            yield return new PreparedRecording(refused[next].Path, "", null, refused[next].Reason, null);
    }

    private static IEnumerable<ManifestEntry> Lines(SliceSet slices, int slice)
    {
        using var file = ManifestReader.Open(Path.Combine(slices.CacheFolder, slices.Slices[slice].ManifestFile));
        var reader = new ManifestReader(file);
        foreach (var line in reader.Lines())
        {
            yield return line.Options == slices.Build.Options
                ? line
                : throw Problem(slices, slice, $"{line.Path} has other options ({line.Options}) than the slice ({slices.Build.Options})");
        }

        if (reader.Problems is [var problem, ..])
            throw Problem(slices, slice, problem);
    }

    private static CacheSlicesException Problem(SliceSet slices, int slice, string problem) => new(
        $"{Path.Combine(slices.CacheFolder, slices.Slices[slice].ManifestFile)}: {problem}; 'cache build --shard {slices.Slices[slice]}' puts it right");
}
