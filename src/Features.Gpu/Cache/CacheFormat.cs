using System.Buffers;
using System.IO.Hashing;
using System.Text;
using EmotionGpu.Features.Cache.Slices;

namespace EmotionGpu.Features.Cache;

/// <summary>Names and numbers of the cache's files, as <c>docs/cache-format.md</c> describes them.</summary>
public static class CacheFormat
{
    /// <summary>Version of the byte layout; part of every key, so that another version's tensors are never read.</summary>
    public const int Version = 2;

    /// <summary>The list of recordings and where their tensors lie.</summary>
    public const string ManifestFile = "manifest.jsonl";
    internal const string ShardPrefix = "logmel-";
    internal const string ShardExtension = ".safetensors";
    internal const string OpenShardFile = ShardPrefix + "open" + ShardExtension;
    internal const string LockFile = ".lock";

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Path of a cache folder's manifest.</summary>
    internal static string ManifestIn(string cacheFolder) => Path.Combine(cacheFolder, ManifestFile);

    /// <summary>
    /// A shard's file name: made of the option record's hash and the hash of its keys in their order, so that whoever writes the
    /// same clips, a later run or a slice on another machine, writes the same file.
    /// </summary>
    internal static string ShardName(string options, IEnumerable<string> keys)
    {
        var hash = Convert.ToHexStringLower(XxHash128.Hash(Encoding.ASCII.GetBytes(string.Join('\n', keys))));
        return $"{ShardPrefix}{options[..8]}-{hash}{ShardExtension}";
    }

    /// <summary>Whether a text is a hash as the cache writes them: 32 lower-case hex digits.</summary>
    internal static bool IsHash(string text) => text.Length == 32 && !text.AsSpan().ContainsAnyExcept(HexDigits);

    /// <summary>Whether a file lists what shards hold: the manifest, or a slice's manifest or record.</summary>
    internal static bool IsList(string name) => name == ManifestFile || CacheSlice.IsFile(name);

    /// <summary>Whether a file in the cache folder is a shard of ours.</summary>
    internal static bool IsShardName(string name) =>
        name.StartsWith(ShardPrefix, StringComparison.Ordinal) && name.EndsWith(ShardExtension, StringComparison.Ordinal)
        && name.AsSpan().IndexOfAny('/', '\\', '\0') < 0;
}
