using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace EmotionGpu.Bench.Scale;

/// <summary>
/// The slices of a cache that was never computed: lines, headers and hashes as docs/cache-format.md has them, tensors of one value. What grows with the number
/// of recordings is all there.
/// </summary>
internal static class InventedCache
{
    private const int ShardClips = 256;

    private static readonly string TensorHash = Convert.ToHexStringLower(XxHash128.Hash([0, 0]));

    /// <summary>The path of a recording.</summary>
    public static string PathOf(int index) => string.Create(CultureInfo.InvariantCulture, $"{index / 10_000:D6}/recording-{index:D10}.wav");

    /// <summary>Writes them.</summary>
    /// <param name="folder">Empty.</param>
    /// <param name="options">Hash of the option record, so that builds take them for their own.</param>
    /// <param name="clips">Recordings in all.</param>
    /// <param name="slices">Slices.</param>
    public static void Write(string folder, string options, int clips, int slices)
    {
        Directory.CreateDirectory(folder);
        var list = new XxHash128();
        for (var i = 0; i < clips; i++)
        {
            list.Append(MemoryMarshal.AsBytes<char>(PathOf(i)));
            list.Append([0, 0]);
        }

        var record = string.Create(CultureInfo.InvariantCulture, $"{{\"version\":2,\"options\":\"{options}\",\"shardClips\":{ShardClips},\"shardBytes\":{256 << 20},\"recordings\":{clips},\"list\":\"{Convert.ToHexStringLower(list.GetCurrentHash())}\",\"refused\":[]}}\n");
        var blocks = (clips + ShardClips - 1) / ShardClips;
        for (var slice = 0; slice < slices; slice++)
        {
            using (var manifest = File.Create(Path.Combine(folder, $"manifest-{slice}-of-{slices}.jsonl")))
            {
                for (var block = (int)((long)blocks * slice / slices); block < (int)((long)blocks * (slice + 1) / slices); block++)
                    manifest.Write(Append(folder, options, block * ShardClips, Math.Min(clips, (block + 1) * ShardClips)));
            }

            File.WriteAllText(Path.Combine(folder, $"slice-{slice}-of-{slices}.json"), record);
        }
    }

    // A shard's file, and its lines.
    private static byte[] Append(string folder, string options, int first, int end)
    {
        string[] keys = [.. Enumerable.Range(first, end - first).Select(i => Convert.ToHexStringLower(XxHash128.Hash(BitConverter.GetBytes(i))))];
        var shard = $"logmel-{options[..8]}-{Convert.ToHexStringLower(XxHash128.Hash(Encoding.ASCII.GetBytes(string.Join('\n', keys))))}.safetensors";
        File.WriteAllBytes(Path.Combine(folder, shard), Shard(options, keys));
        var lines = new StringBuilder();
        for (var i = 0; i < keys.Length; i++)
        {
            lines.Append(CultureInfo.InvariantCulture, $"{{\"key\":\"{keys[i]}\",\"path\":\"{PathOf(first + i)}\",\"shard\":\"{shard}\",\"shape\":[1,1],\"samples\":100000,\"sampleRate\":48000,\"options\":\"{options}\",\"xxh128\":\"{TensorHash}\"");
            if (i < keys.Length - 1)
                lines.Append("}\n");
        }

        var hash = Convert.ToHexStringLower(XxHash128.Hash(Encoding.ASCII.GetBytes(lines.ToString())));
        return Encoding.ASCII.GetBytes(lines.Append(CultureInfo.InvariantCulture, $",\"append\":{{\"lines\":{keys.Length},\"xxh128\":\"{hash}\"}}}}\n").ToString());
    }

    private static byte[] Shard(string options, string[] keys)
    {
        var header = new StringBuilder($"{{\"__metadata__\":{{\"format\":\"emotiongpu-cache\",\"version\":\"2\",\"options\":\"{options}\"}}");
        for (var i = 0; i < keys.Length; i++)
            header.Append(CultureInfo.InvariantCulture, $",\"{keys[i]}\":{{\"dtype\":\"F16\",\"shape\":[1,1],\"data_offsets\":[{2 * i},{2 * i + 2}]}}");
        header.Append('}');
        var start = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(8 + header.Length));
        var file = new byte[start + 2 * keys.Length];
        BitConverter.TryWriteBytes(file, (long)(start - 8));
        Encoding.ASCII.GetBytes(header.Append(' ', start - 8 - header.Length).ToString()).CopyTo(file, 8);
        return file;
    }
}
