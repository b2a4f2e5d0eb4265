using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EmotionGpu.Features.Cache.Slices;

/// <summary>
/// Written when a slice is finished: what all slices of one build must agree on, and what its manifest does not say.
/// </summary>
/// <param name="Version">Version of the cache's byte layout.</param>
/// <param name="Options">Hash of the option record.</param>
/// <param name="ShardClips"><see cref="CacheBuildOptions.ShardClips"/>.</param>
/// <param name="ShardBytes"><see cref="CacheBuildOptions.ShardBytes"/>.</param>
/// <param name="Recordings">Recordings of the whole data folder.</param>
/// <param name="List">Hash of their paths in order: slices that saw other files do not fit together.</param>
/// <param name="Refused">The slice's recordings that could not be cached, in the order of their paths.</param>
internal sealed record SliceRecord(
    int Version, string Options, int ShardClips, long ShardBytes, int Recordings, string List, IReadOnlyList<RefusedClip> Refused)
{
    /// <summary>The hash of a list of paths.</summary>
    public static string ListHash(IEnumerable<string> paths)
    {
        var hash = new XxHash128();
        foreach (var path in paths)
        {
            hash.Append(MemoryMarshal.AsBytes(path.AsSpan()));
            hash.Append([0, 0]);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <summary>Reads a slice's record; null where the slice is not finished.</summary>
    /// <exception cref="CacheCorruptException">It is damaged.</exception>
    public static SliceRecord? Read(string cacheFolder, CacheSlice slice)
    {
        var path = Path.Combine(cacheFolder, slice.RecordFile);
        if (!File.Exists(path))
            return null;
        try
        {
            var record = JsonSerializer.Deserialize(File.ReadAllBytes(path), SliceJson.Records.SliceRecord) ?? throw new JsonException("found null");
            return record is { ShardClips: > 0, ShardBytes: > 0, Recordings: >= 0 } ? record : throw new JsonException("a number is out of range");
        }
        catch (JsonException error)
        {
            throw new CacheCorruptException(
                $"{path}: is no record of a slice ({error.Message}); 'cache build --shard {slice}' makes it again from what is there", error);
        }
    }

    /// <summary>Writes it: from now on the slice is finished.</summary>
    public void Write(string cacheFolder, CacheSlice slice) =>
        DurableFile.WriteText(Path.Combine(cacheFolder, slice.RecordFile), JsonSerializer.Serialize(this, SliceJson.Records.SliceRecord) + "\n");
}

/// <summary>A record as JSON: camelCase, every member required, paths readable.</summary>
[JsonSerializable(typeof(SliceRecord))]
internal sealed partial class SliceJson : JsonSerializerContext
{
    public static SliceJson Records { get; } = new(ManifestJson.Form);
}
