using EmotionGpu.Features.Cache.Slices;

namespace EmotionGpu.Features.Cache;

/// <summary>How a build cuts its work.</summary>
public sealed record CacheBuildOptions
{
    /// <summary>Most clips a shard, and recordings a block of the list; 256 RAVDESS clips are 11 MB. A killed build loses one shard at most.</summary>
    public int ShardClips { get; init; } = 256;

    /// <summary>Most bytes of tensors a shard, 256 MB; a single longer clip still gets a shard of its own.</summary>
    public long ShardBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>
    /// Most bytes of one clip's tensor, 256 MB: a million frames of 128 mels, which is beyond the samples that are read
    /// (<see cref="Audio.WavReader.MaxSamples"/>) with the default hop and reached with short ones. A longer recording is refused,
    /// since one that does not fit the memory of host or device would end the whole build.
    /// </summary>
    public long TensorBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>How long to wait while another build or prune writes to the folder; <see cref="Timeout.InfiniteTimeSpan"/> waits on.</summary>
    public TimeSpan LockWait { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Told, before each wait for a lock that others hold who write to the folder, who is in the way; a slice takes several.</summary>
    public Action<string>? Busy { get; init; }

    /// <summary>The part of the recordings to build; null builds all of them.</summary>
    public CacheSlice? Slice { get; init; }

    /// <summary>Checks every value.</summary>
    /// <returns>This record.</returns>
    /// <exception cref="ArgumentException">A value is out of range; the message names value and range.</exception>
    public CacheBuildOptions Validate()
    {
        if (ShardClips < 1)
            throw new ArgumentException(FormattableString.Invariant($"shard clips {ShardClips}: 1 or more is supported"));
        if (ShardBytes < 1)
            throw new ArgumentException(FormattableString.Invariant($"shard bytes {ShardBytes}: 1 or more is supported"));
        if (TensorBytes is < 1 or > int.MaxValue)
            throw new ArgumentException(FormattableString.Invariant($"tensor bytes {TensorBytes}: 1 to {int.MaxValue} is supported"));
        if (Slice is { } slice && (slice.Count is < 1 or > CacheSlice.MaxCount || slice.Index < 0 || slice.Index >= slice.Count))
            throw new ArgumentException(FormattableString.Invariant($"slice {slice}: 0/N to N-1/N of 1 to {CacheSlice.MaxCount} is supported"));
        return this;
    }
}
