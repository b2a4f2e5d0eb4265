using EmotionGpu.Features.Cache;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.Tests.Audio;

namespace EmotionGpu.Features.Tests.Cache;

/// <summary>A data folder and a cache folder of a test, deleted with it.</summary>
internal sealed class CacheFolders : IDisposable
{
    private readonly DirectoryInfo _root = CreateRoot();

    public CacheFolders()
    {
        Directory.CreateDirectory(Data);
    }

    public string Data => Path.Combine(_root.FullName, "data");

    public string Cache => Path.Combine(_root.FullName, "cache");

    public string ManifestPath => Path.Combine(Cache, "manifest.jsonl");

    public static CacheBuildOptions FourAShard { get; } = new() { ShardClips = 4 };

    /// <summary>Recordings clip-00.wav, clip-01.wav…, each of other content and length.</summary>
    public CacheFolders WithClips(int count)
    {
        for (var i = 0; i < count; i++)
            AddClip($"actor/clip-{i:D2}.wav", i);
        return this;
    }

    public void AddClip(string path, int content) => AddFile(path, Wav(content));

    public void AddFile(string path, byte[] bytes)
    {
        var file = Path.Combine(Data, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
    }

    public static byte[] Wav(int content) =>
        WavBuilder.Pcm16(8_000, 1, [.. Enumerable.Range(0, 300 + 150 * content).Select(i => (short)(content * 300 + i))]);

    public CacheBuildResult Build(IFeatureBackend backend, CacheBuildOptions? options = null) =>
        CacheBuilder.Build(Data, Cache, backend, options ?? FourAShard, progress: null, TestContext.Current.CancellationToken);

    public CacheVerification Verify() => CacheVerifier.Verify(Cache, progress: null, TestContext.Current.CancellationToken);

    public string[] Shards() => [.. Directory.GetFiles(Cache, "*.safetensors").Order(StringComparer.Ordinal)];

    /// <summary>Every file of the cache: name, bytes and when it was written.</summary>
    public (string Name, string Bytes, DateTime Written)[] Snapshot() => [.. Directory.GetFiles(Cache).Order(StringComparer.Ordinal)
        .Select(path => (Path.GetFileName(path), Convert.ToHexString(File.ReadAllBytes(path)), File.GetLastWriteTimeUtc(path)))];

    /// <summary>Name and bytes of every file but locks.</summary>
    public (string Name, string Bytes)[] Contents() =>
        [.. Snapshot().Where(file => !file.Name.StartsWith(".lock", StringComparison.Ordinal)).Select(file => (file.Name, file.Bytes))];

    // In memory where Linux offers it: some tests build a thousand times, and each build waits for its disk twice.
    private static DirectoryInfo CreateRoot()
    {
        const string Memory = "/dev/shm";
        return Directory.Exists(Memory)
            ? Directory.CreateDirectory(Path.Combine(Memory, $"emotion-cache-{Guid.NewGuid():N}"))
            : Directory.CreateTempSubdirectory("emotion-cache-");
    }

    public void Dispose() => _root.Delete(recursive: true);
}
