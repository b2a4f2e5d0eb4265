using System.Globalization;
using System.Text.Json;
using EmotionGpu.Features.Devices;

namespace EmotionGpu.Features.Benchmarks.Peers;

/// <summary>One round: the peer, then ours in this process, then ours as a process of its own; clips a second, and ours over the peer's.</summary>
/// <param name="PeerClipsPerSecond">The peer's own figure, its start-up not counted.</param>
/// <param name="ClipsPerSecond">A whole build in this process, which is warm: clips that it counts as written.</param>
/// <param name="Ratio">Of these two.</param>
/// <param name="ColdClipsPerSecond">What a fresh <c>cache build</c> says of itself.</param>
/// <param name="ColdRatio">That over the peer's.</param>
/// <param name="ColdWallClipsPerSecond">The same process from its start to its end, loading and compiling included.</param>
/// <param name="ColdWallRatio">That over the peer's, whose start-up is not counted.</param>
public sealed record FilesRound(
    double PeerClipsPerSecond, double ClipsPerSecond, double Ratio, double ColdClipsPerSecond, double ColdRatio, double ColdWallClipsPerSecond,
    double ColdWallRatio);

/// <summary>Also the document of <c>bench compare --data DIR --json</c>.</summary>
/// <param name="Backend">Where ours computed.</param>
/// <param name="Device">The device's own name.</param>
/// <param name="Cores">Cores that ours may use.</param>
/// <param name="Peer">The peer's name and version.</param>
/// <param name="Processes">The peer's processes.</param>
/// <param name="Clips">Recordings, the same for both.</param>
/// <param name="Written">Clips that ours computed and wrote each time; fewer where recordings have the same bytes.</param>
/// <param name="Rounds">Every round.</param>
/// <param name="Median">Each column's median: <see cref="FilesRound.Ratio"/> is the median of the rounds' ratios.</param>
public sealed record FilesComparisonResult(
    BackendKind Backend, string Device, int Cores, string Peer, int Processes, int Clips, int Written, IReadOnlyList<FilesRound> Rounds,
    FilesRound Median);

/// <summary>Ours and a peer in turn over the same WAV files in the page cache; ours writes and flushes its shards, the peer writes nothing to disk.</summary>
/// <param name="backend">Where ours computes; not disposed.</param>
/// <param name="peer">The peer.</param>
/// <param name="processes">The peer's processes.</param>
/// <param name="dataFolder">The recordings.</param>
/// <param name="scratchFolder">Where caches are made and deleted again.</param>
/// <param name="freshBuild">How <c>cache build</c> is started as a process of its own, device flags included; folders and <c>--json</c> are added.</param>
public sealed class FilesComparison(
    IFeatureBackend backend, PeerScript peer, int processes, string dataFolder, string scratchFolder, IReadOnlyList<string> freshBuild)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    /// <summary>Runs the rounds.</summary>
    /// <param name="rounds">How many, at least 1.</param>
    /// <param name="progress">Told the rounds that are done.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="PeerException">The peer failed, or went through another number of recordings.</exception>
    /// <exception cref="InvalidDataException">The folder has no recordings, or some that cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public FilesComparisonResult Run(int rounds, IProgress<int>? progress, CancellationToken cancellation)
    {
        using var ours = new FilesBenchmark(backend, dataFolder, clips: 0, scratchFolder, cancellation);
        FeatureBenchmark.WarmUp(ours, WarmUp, cancellation);
        var done = new List<FilesRound>();
        var name = "";
        for (var round = 1; round <= rounds; round++)
        {
            var theirs = peer.OverFiles(dataFolder, processes, cancellation);
            if (theirs.Clips != ours.Recordings)
                throw new PeerException($"the peer went through {theirs.Clips} recordings of {dataFolder}, ours through {ours.Recordings}");
            name = theirs.Peer;
            done.Add(Round(theirs.ClipsPerSecond, ours, cancellation));
            progress?.Report(round);
        }

        return new FilesComparisonResult(backend.Kind, backend.DeviceName, Environment.ProcessorCount, name, processes, ours.Recordings, ours.Clips,
            done, MedianOf(done));
    }

    private FilesRound Round(double theirs, FilesBenchmark ours, CancellationToken cancellation)
    {
        var warm = ours.Clips / ours.Run().TotalSeconds;
        var (cold, wall) = RunCold(ours.Clips, cancellation);
        return new FilesRound(theirs, warm, warm / theirs, cold, cold / theirs, wall, wall / theirs);
    }

    private (double Own, double Wall) RunCold(int clips, CancellationToken cancellation)
    {
        var cache = Path.Combine(scratchFolder, $"emotion-bench-{Guid.NewGuid():N}");
        try
        {
            var run = ChildProcess.Run(freshBuild[0], [.. freshBuild.Skip(1), "--data", dataFolder, "--cache", cache, "--json"], cancellation);
            if (run.ExitCode != 0)
                throw new PeerException($"cache build as a process of its own ended with code {run.ExitCode}: {run.LastLine}");
            var document = JsonDocument.Parse(run.Output).RootElement;
            var written = document.GetProperty("written").GetInt32();
            return written == clips
                ? (written / document.GetProperty("seconds").GetDouble(), written / run.Elapsed.TotalSeconds)
                : throw new PeerException(string.Create(CultureInfo.InvariantCulture,
                    $"cache build as a process of its own wrote {written} clips, {clips} were wanted"));
        }
        finally
        {
            if (Directory.Exists(cache))
                Directory.Delete(cache, recursive: true);
        }
    }

    private static FilesRound MedianOf(IReadOnlyList<FilesRound> rounds)
    {
        return new FilesRound(
            Of(round => round.PeerClipsPerSecond), Of(round => round.ClipsPerSecond), Of(round => round.Ratio),
            Of(round => round.ColdClipsPerSecond), Of(round => round.ColdRatio),
            Of(round => round.ColdWallClipsPerSecond), Of(round => round.ColdWallRatio));

        double Of(Func<FilesRound, double> column) => RepeatedMeasurement.Of(rounds.Select(column)).Median;
    }
}
