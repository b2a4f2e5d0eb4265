using EmotionGpu.Cli.Options;
using EmotionGpu.Features.Benchmarks.Peers;

namespace EmotionGpu.Cli.Output;

/// <summary>Rounds of ours and a peer for people: each round a row, then the medians.</summary>
internal static class ComparisonTables
{
    /// <summary>Over the same files.</summary>
    public static void Show(Screen screen, FilesComparisonResult result)
    {
        screen.Line($"{result.Clips} recordings; peer: {result.Peer}, {result.Processes} processes; "
            + $"ours: {ValueOption.Word(result.Backend)}, {result.Device}, {result.Cores} cores, {result.Written} clips written and flushed each time");
        var table = Tables.WithNumbers("round", "peer, clips/s", "ours, clips/s", "ratio", "ours as a new process, by itself", "ratio",
            "with its start", "ratio");
        foreach (var (index, round) in result.Rounds.Index())
            table.WithRow([$"{index + 1}", .. Cells(round)]);
        table.WithRow(["median", .. Cells(result.Median)]);
        screen.Show(table);
        screen.Line("the peer's figure leaves its start-up out and it writes nothing to disk; ours writes and flushes its shards");
    }

    /// <summary>On a device.</summary>
    public static void Show(Screen screen, DeviceComparisonResult result)
    {
        screen.Line($"peer: {result.Peer} on {result.PeerDevice}, batch {result.Batch}; "
            + $"ours: {ValueOption.Word(result.Backend)}, {result.Device}, {result.Clips} clips a pass");
        var table = Tables.WithNumbers("round", "peer, kernel frames/s", "ours, kernel frames/s", "ratio", "peer, pipeline clips/s",
            "ours, pipeline clips/s", "ratio");
        foreach (var (index, round) in result.Rounds.Index())
            table.WithRow([$"{index + 1}", .. Cells(round)]);
        table.WithRow(["median", .. Cells(result.Median)]);
        screen.Show(table);
        screen.Line("ours is log-mel alone; torchaudio_gpu.py, as a peer, also standardises it per clip, in kernel and pipeline");
        screen.Line("ours leaves the host's packing and unpacking out of the pipeline on a device");
    }

    private static string[] Cells(FilesRound round) =>
    [
        $"{round.PeerClipsPerSecond:F0}", $"{round.ClipsPerSecond:F0}", $"{round.Ratio:F2}", $"{round.ColdClipsPerSecond:F0}",
        $"{round.ColdRatio:F2}", $"{round.ColdWallClipsPerSecond:F0}", $"{round.ColdWallRatio:F2}",
    ];

    private static string[] Cells(DeviceRound round) =>
    [
        $"{round.PeerKernelFramesPerSecond:F0}", $"{round.KernelFramesPerSecond:F0}", $"{round.KernelRatio:F2}",
        $"{round.PeerPipelineClipsPerSecond:F0}", $"{round.PipelineClipsPerSecond:F0}", $"{round.PipelineRatio:F2}",
    ];
}
