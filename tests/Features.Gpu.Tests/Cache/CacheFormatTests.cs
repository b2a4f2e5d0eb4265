using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace EmotionGpu.Features.Tests.Cache;

/// <summary>Reads what a build wrote by the rules of docs/cache-format.md alone, with nothing of the library's reader.</summary>
public sealed class CacheFormatTests
{
    [Fact]
    public void A_cache_is_read_by_the_rules_of_its_documentation()
    {
        using var folders = new CacheFolders().WithClips(5);
        folders.AddClip("twin.wav", 1);
        var backend = new CountingBackend();
        folders.Build(backend);

        var lines = File.ReadAllText(Path.Combine(folders.Cache, "manifest.jsonl")).Split('\n');

        Assert.Equal("", lines[^1]);
        Assert.Equal(6, lines.Length - 1);
        foreach (var text in lines[..^1])
        {
            using var line = JsonDocument.Parse(text);
            var root = line.RootElement;
            Assert.Equal(["key", "path", "shard", "shape", "samples", "sampleRate", "options", "xxh128"], root.EnumerateObject().Select(p => p.Name).Take(8));
            Assert.Equal(backend.Options.Hash, root.GetProperty("options").GetString());
            var recording = File.ReadAllBytes(Path.Combine(folders.Data, root.GetProperty("path").GetString()!));
            Assert.Equal(Hex([.. Encoding.ASCII.GetBytes($"emotiongpu-cache/2;{backend.Options.Hash};"), .. recording]), root.GetProperty("key").GetString());

            var (tensor, shape, bytes) = Tensor(Path.Combine(folders.Cache, root.GetProperty("shard").GetString()!), root.GetProperty("key").GetString()!);

            Assert.Equal(shape, root.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()));
            Assert.Equal(Hex(bytes), root.GetProperty("xxh128").GetString());
            Assert.Equal(backend.Expected(EmotionGpu.Features.Audio.WavReader.Parse(recording, "")), tensor);
        }
    }

    [Fact]
    public void An_append_ends_in_its_number_of_lines_and_their_hash()
    {
        using var folders = new CacheFolders().WithClips(6);
        folders.Build(new CountingBackend());

        var lines = File.ReadAllText(folders.ManifestPath).Split('\n')[..^1];

        foreach (var append in new[] { lines[..4], lines[4..] })
        {
            var text = string.Join('\n', append);
            var mark = text.LastIndexOf(",\"append\":", StringComparison.Ordinal);
            var hash = Hex(Encoding.UTF8.GetBytes(text[..mark]));
            Assert.Equal($",\"append\":{{\"lines\":{append.Length},\"xxh128\":\"{hash}\"}}}}", text[mark..]);
        }
    }

    private static (Half[] Values, int[] Shape, byte[] Bytes) Tensor(string shard, string key)
    {
        var file = File.ReadAllBytes(shard);
        var headerLength = checked((int)BitConverter.ToUInt64(file, 0));
        Assert.True(int.IsPow2(8 + headerLength));
        using var header = JsonDocument.Parse(file.AsMemory(8, headerLength));
        Assert.Equal("2", header.RootElement.GetProperty("__metadata__").GetProperty("version").GetString());
        var tensor = header.RootElement.GetProperty(key);
        Assert.Equal("F16", tensor.GetProperty("dtype").GetString());
        var offsets = tensor.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt32()).ToArray();
        var bytes = file[(8 + headerLength + offsets[0])..(8 + headerLength + offsets[1])];
        var shape = tensor.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()).ToArray();
        Assert.Equal(2 * shape[0] * shape[1], bytes.Length);
        return (MemoryMarshal.Cast<byte, Half>(bytes).ToArray(), shape, bytes);
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(XxHash128.Hash(bytes));
}
