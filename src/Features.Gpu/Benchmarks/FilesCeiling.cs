using System.Diagnostics;
using System.IO.Hashing;
using EmotionGpu.Features.Cache;
using EmotionGpu.Features.SpecAugment;

namespace EmotionGpu.Features.Benchmarks;

/// <summary>
/// What a build cannot go below: every recording read and hashed on all cores, as many bytes of tensors hashed, shards of their size
/// written and flushed one after the other while the next is read, and nothing computed.
/// </summary>
/// <param name="recordings">The files.</param>
/// <param name="build">A build of them: how many shards, how large.</param>
/// <param name="folder">Where shards are written and deleted again.</param>
internal sealed class FilesCeiling(string[] recordings, CacheBuildResult build, string folder)
{
    private const int Trials = 3;

    private readonly long _longest = recordings.Max(path => new FileInfo(path).Length);

    /// <summary>Measures it; the best of some trials, as a bound is not to be too low.</summary>
    /// <param name="cancellation">Ends it between two shards.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public BenchmarkCeiling Measure(CancellationToken cancellation)
    {
        var tensors = Noise((int)(build.Bytes / build.Shards));
        var best = Enumerable.Range(0, Trials).Min(_ => Pass(tensors, cancellation).TotalSeconds);
        return new BenchmarkCeiling("reading and hashing the same files, hashing and writing (fsync) as many bytes of shards, nothing computed",
            build.Written / best);
    }

    private TimeSpan Pass(byte[] tensors, CancellationToken cancellation)
    {
        var target = Path.Combine(folder, "ceiling");
        Directory.CreateDirectory(target);
        var started = Stopwatch.GetTimestamp();
        var writing = Task.CompletedTask;
        foreach (var (shard, members) in recordings.Chunk((recordings.Length + build.Shards - 1) / build.Shards).Index())
        {
            var clip = tensors.Length / members.Length;
            Parallel.For(0, members.Length, () => new byte[_longest], (i, _, buffer) =>
            {
                using var file = File.OpenHandle(members[i]);
                CacheKey.Of(buffer.AsSpan(0, RandomAccess.Read(file, buffer, 0)), "");
                XxHash128.Hash(tensors.AsSpan(i * clip, clip));
                return buffer;
            }, _ => { });
            writing.Wait(CancellationToken.None);
            // Only here is nothing being written, so that who asked may delete the folder.
            cancellation.ThrowIfCancellationRequested();
            writing = Task.Run(() => DurableFile.Write(Path.Combine(target, $"{shard}"), stream => stream.Write(tensors)));
        }

        writing.Wait(CancellationToken.None);
        var elapsed = Stopwatch.GetElapsedTime(started);
        Directory.Delete(target, recursive: true);
        return elapsed;
    }

    // Not zeros, which a file system may leave out.
    private static byte[] Noise(int length)
    {
        var random = new CounterRandom(1);
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
            bytes[i] = (byte)random.NextUInt64();
        return bytes;
    }
}
