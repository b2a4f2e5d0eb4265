using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Cache;
using EmotionGpu.Features.Devices.Cpu;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Features.Tests.Cache;

public sealed class FeatureCacheTests
{
    [Fact]
    public void Clips_come_back_as_they_were_written()
    {
        using var folders = new CacheFolders().WithClips(10);
        var backend = new CountingBackend();
        var entries = folders.Build(backend).Entries;
        using var cache = new FeatureCache(folders.Cache);

        foreach (var entry in entries)
        {
            var clip = cache.Read(entry);

            Assert.Equal((entry.Shape[0], entry.Shape[1]), (clip.Mels, clip.Frames));
            Assert.Equal(backend.Expected(WavReader.Read(Path.Combine(folders.Data, entry.Path))), clip.Values.ToArray());
        }
    }

    [Fact]
    public void Reading_copies_nothing()
    {
        using var folders = new CacheFolders().WithClips(2);
        var entries = folders.Build(new CountingBackend()).Entries;
        using var cache = new FeatureCache(folders.Cache);
        ref var first = ref MemoryMarshal.GetReference(cache.Read(entries[0]).Values.Span);
        ref var second = ref MemoryMarshal.GetReference(cache.Read(entries[1]).Values.Span);

        Assert.True(Unsafe.AreSame(ref first, ref MemoryMarshal.GetReference(cache.Read(entries[0]).Values.Span)));
        Assert.Equal(entries[0].Shape[0] * entries[0].Shape[1] * 2, Unsafe.ByteOffset(ref first, ref second));
        Assert.False(MemoryMarshal.TryGetArray(cache.Read(entries[0]).Values, out _));
    }

    [Fact]
    public void A_closed_cache_says_so_rather_than_reading_unmapped_memory()
    {
        using var folders = new CacheFolders().WithClips(1);
        var entry = folders.Build(new CountingBackend()).Entries[0];
        var cache = new FeatureCache(folders.Cache);
        var clip = cache.Read(entry);

        cache.Dispose();

        Assert.Throws<ObjectDisposedException>(() => clip.Values.Span[0]);
        Assert.Throws<ObjectDisposedException>(() => clip.Values.Pin());
        Assert.Throws<ObjectDisposedException>(() => cache.Read(entry));
    }

    [Fact]
    public void What_is_not_there_is_corrupt()
    {
        using var folders = new CacheFolders().WithClips(1);
        var entry = folders.Build(new CountingBackend()).Entries[0];
        using var cache = new FeatureCache(folders.Cache);

        Assert.Contains("is missing", Corrupt(entry with { Shard = "logmel-0-0.safetensors" }));
        Assert.Contains("has no tensor", Corrupt(entry with { Key = "0" }));
        Assert.Contains("[2, 9]", Corrupt(entry with { Shape = [2, 9] }));
        Assert.Throws<DirectoryNotFoundException>(() => new FeatureCache(folders.Cache + "-no"));

        string Corrupt(ManifestEntry wrong) => Assert.Throws<CacheCorruptException>(() => cache.Read(wrong)).Message;
    }

    [Fact]
    public void A_shard_that_a_build_makes_again_is_read_by_the_same_object()
    {
        using var folders = new CacheFolders().WithClips(1);
        var backend = new CountingBackend();
        var entry = folders.Build(backend).Entries[0];
        using var cache = new FeatureCache(folders.Cache);
        File.Delete(folders.Shards()[0]);
        Assert.Throws<CacheCorruptException>(() => cache.Read(entry));

        folders.Build(backend);

        Assert.Equal(entry.Shape[1], cache.Read(entry).Frames);
    }

    [Fact]
    public void A_cache_built_on_the_cpu_holds_its_log_mels()
    {
        using var folders = new CacheFolders();
        folders.AddFile("a/stereo.wav", Audio.WavBuilder.Encoded("pcm24", 44_100, 2, Tone(44_100)));
        folders.AddFile("b.wav", Audio.WavBuilder.Encoded("pcm16", 48_000, 1, Tone(30_000)));
        using var backend = new CpuBackend(new LogMelOptions());
        var entries = folders.Build(backend).Entries;
        using var cache = new FeatureCache(folders.Cache);

        foreach (var entry in entries)
        {
            var expected = backend.LogMel([WavReader.Read(Path.Combine(folders.Data, entry.Path))])[0];
            var clip = cache.Read(entry);

            Assert.Equal(128, clip.Mels);
            Assert.Equal(expected.Select(value => (Half)value), clip.Values.ToArray());
        }

        Assert.Equal(0, folders.Build(backend).Written);
        Assert.Empty(folders.Verify().Damaged);
    }

    private static IEnumerable<double> Tone(int samples) => Enumerable.Range(0, samples).Select(i => 0.3 * Math.Sin(i * 0.05) * Math.Cos(i * 0.0007));
}
