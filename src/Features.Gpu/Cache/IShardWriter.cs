namespace EmotionGpu.Features.Cache;

/// <summary>Makes the shards of a build, one after the other.</summary>
internal interface IShardWriter
{
    /// <summary>Whether the open shard has a tensor of this key.</summary>
    bool Contains(string key);

    /// <summary>Why a recording cannot have a tensor; null where it can.</summary>
    /// <param name="recording">New, and read.</param>
    /// <param name="values">Float16 values of its tensor.</param>
    string? ProblemOf(PreparedRecording recording, out long values);

    /// <summary>Takes a recording into the open shard.</summary>
    /// <param name="recording">New, without a problem.</param>
    /// <param name="values">Float16 values of its tensor.</param>
    /// <param name="clipsLeft">Recordings that may follow.</param>
    void Add(PreparedRecording recording, long values, int clipsLeft);

    /// <summary>Lets nothing wait for more.</summary>
    void Flush();

    /// <summary>Puts the open shard on the disk under its name; the next one begins.</summary>
    /// <returns>Its clips in order, their paths still empty, and the file's length; none without recordings.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    (IReadOnlyList<ManifestEntry> Tensors, long Bytes) Finish();
}
