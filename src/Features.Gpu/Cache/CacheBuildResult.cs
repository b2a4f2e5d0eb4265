namespace EmotionGpu.Features.Cache;

/// <summary>A recording that could not be cached.</summary>
/// <param name="Path">Relative to the data folder, with forward slashes.</param>
/// <param name="Reason">What was found and what is supported.</param>
public sealed record RefusedClip(string Path, string Reason);

/// <summary>What a build did; also the document of <c>cache build --json</c>, less backend, device and clips a second.</summary>
/// <param name="Entries">
/// The manifest entry of every readable recording of the data folder, or of the slice, in the order of their paths.
/// </param>
/// <param name="Written">Distinct contents computed now.</param>
/// <param name="Reused">Recordings whose tensor was there already, duplicates within this build included.</param>
/// <param name="Refused">Recordings that could not be read.</param>
/// <param name="Shards">Shards written now.</param>
/// <param name="Bytes">Bytes of the shards written now.</param>
/// <param name="Elapsed">Wall time.</param>
public sealed record CacheBuildResult(
    IReadOnlyList<ManifestEntry> Entries, int Written, int Reused, IReadOnlyList<RefusedClip> Refused, int Shards, long Bytes, TimeSpan Elapsed)
{
    /// <summary>Recordings of the whole data folder, of which a slice builds a part.</summary>
    public int Listed { get; init; }

    internal static CacheBuildResult Of(BuildCounts counts, IReadOnlyList<ManifestEntry> entries) =>
        new(entries, counts.Written, counts.Reused, counts.Refused, counts.Shards, counts.Bytes, counts.Elapsed);
}

/// <summary>How far a build is.</summary>
/// <param name="Done">Recordings done: written, reused or refused.</param>
/// <param name="Total">Recordings in the data folder.</param>
/// <param name="Written">Distinct contents computed so far.</param>
public readonly record struct CacheBuildProgress(int Done, int Total, int Written);
