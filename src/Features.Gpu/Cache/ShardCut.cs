namespace EmotionGpu.Features.Cache;

/// <summary>
/// Where one shard ends and the next begins. The list of a data folder's recordings is thought of as blocks of
/// <see cref="CacheBuildOptions.ShardClips"/>, and in new territory a shard ends with its block: where it ends then depends on the
/// list alone, not on recordings that are refused or have another's bytes, so that slices that know nothing of each other cut as one
/// build does. Where new recordings are scattered among known ones, shards go on until they are full.
/// </summary>
/// <param name="options">How many clips and bytes a shard has at most.</param>
internal sealed class ShardCut(CacheBuildOptions options)
{
    private int _clips;
    private long _bytes;
    private bool _isOpen;
    private bool _hasKnown;

    /// <summary>Whether what is open ends before the recording at this place of the list.</summary>
    public bool EndsBefore(int position) => _isOpen && !_hasKnown && position % options.ShardClips == 0;

    /// <summary>Whether a tensor of so many bytes belongs into the next shard.</summary>
    public bool IsFullFor(long bytes) => _clips >= options.ShardClips || (_clips > 0 && _bytes + bytes > options.ShardBytes);

    /// <summary>A tensor goes into the shard.</summary>
    public void AddTensor(long bytes)
    {
        _clips++;
        _bytes += bytes;
    }

    /// <summary>A line waits for the shard.</summary>
    public void AddLine() => _isOpen = true;

    /// <summary>A recording had its line before this build.</summary>
    public void PassKnown() => _hasKnown |= _isOpen;

    /// <summary>The next shard begins.</summary>
    public void Clear() => (_clips, _bytes, _isOpen, _hasKnown) = (0, 0, false, false);
}
