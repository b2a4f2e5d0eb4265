using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Security.Cryptography;
using EmotionGpu.Training.Corpora.Fetching;

namespace EmotionGpu.Training.Tests.Corpora.Fetching;

/// <summary>Archives that tests serve.</summary>
internal static class TestArchive
{
    /// <summary>Files of noise, which does not shrink.</summary>
    /// <param name="files">How many.</param>
    /// <param name="bytes">Of each.</param>
    public static Dictionary<string, byte[]> Noise(int files = 3, int bytes = 100_000)
    {
        var random = new Random(5);
        return Enumerable.Range(1, files).ToDictionary(i => $"Actor_{i:00}/clip-{i}.wav", _ =>
        {
            var noise = new byte[bytes];
            random.NextBytes(noise);
            return noise;
        });
    }

    /// <summary>A ZIP file.</summary>
    public static byte[] Zip(IEnumerable<KeyValuePair<string, byte[]>> files, Action<ZipArchiveEntry>? change = null) =>
        Zip(files, CompressionLevel.Optimal, change);

    /// <summary>A ZIP file, compressed more or less or not at all.</summary>
    public static byte[] Zip(IEnumerable<KeyValuePair<string, byte[]>> files, CompressionLevel level, Action<ZipArchiveEntry>? change = null)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                var entry = zip.CreateEntry(name, level);
                change?.Invoke(entry);
                using var to = entry.Open();
                to.Write(content);
            }
        }

        return stream.ToArray();
    }

    /// <summary>An archive as it would be published.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "It is what publishers give.")]
    public static CorpusArchive Published(byte[] zip, Uri url) =>
        new("test", url, zip.Length, Convert.ToHexStringLower(MD5.HashData(zip)), "none", ["A test."]);
}
