using EmotionGpu.Features.Devices;

namespace EmotionGpu.Features.Benchmarks.Peers;

/// <summary>One round on a device: the peer, then ours.</summary>
/// <param name="PeerKernelFramesPerSecond"><see cref="DevicePeerFigures.KernelFramesPerSecond"/>.</param>
/// <param name="KernelFramesPerSecond">Ours, stage <see cref="BenchmarkStage.Kernel"/>.</param>
/// <param name="KernelRatio">Ours over the peer's.</param>
/// <param name="PeerPipelineClipsPerSecond">The peer's way from host memory to host memory.</param>
/// <param name="PipelineClipsPerSecond">Ours, stage <see cref="BenchmarkStage.Pipeline"/>.</param>
/// <param name="PipelineRatio">Ours over the peer's.</param>
public sealed record DeviceRound(
    double PeerKernelFramesPerSecond, double KernelFramesPerSecond, double KernelRatio, double PeerPipelineClipsPerSecond,
    double PipelineClipsPerSecond, double PipelineRatio);

/// <summary>Also the document of <c>bench compare --json</c> without <c>--data</c>.</summary>
/// <param name="Backend">Where ours computed.</param>
/// <param name="Device">The device's own name.</param>
/// <param name="Clips">Clips of our passes.</param>
/// <param name="Peer">The peer's name and version.</param>
/// <param name="PeerDevice">Where the peer computed.</param>
/// <param name="Batch">Clips of the peer's batches.</param>
/// <param name="Rounds">Every round.</param>
/// <param name="Median">Each column's median.</param>
public sealed record DeviceComparisonResult(
    BackendKind Backend, string Device, int Clips, string Peer, string PeerDevice, int Batch, IReadOnlyList<DeviceRound> Rounds, DeviceRound Median);

/// <summary>
/// Ours and a peer on a GPU in turn, each on clips of its own: random, 3 s. Ours is log-mel without the standardisation that
/// <see cref="DevicePeerFigures"/> may include.
/// </summary>
/// <param name="backend">Where ours computes; not disposed.</param>
/// <param name="peer">The peer.</param>
public sealed class DeviceComparison(IFeatureBackend backend, PeerScript peer)
{
    /// <summary>Runs the rounds.</summary>
    /// <param name="rounds">How many, at least 1.</param>
    /// <param name="options">How ours is timed.</param>
    /// <param name="progress">Told the rounds that are done.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="PeerException">The peer failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public DeviceComparisonResult Run(int rounds, FeatureBenchmarkOptions options, IProgress<int>? progress, CancellationToken cancellation)
    {
        var done = new List<DeviceRound>();
        var (theirs, clips) = (default(DevicePeerFigures), 0);
        for (var round = 1; round <= rounds; round++)
        {
            theirs = peer.OnDevice(cancellation);
            var kernel = FeatureBenchmark.Run(backend, BenchmarkStage.Kernel, options, cancellation: cancellation);
            var pipeline = FeatureBenchmark.Run(backend, BenchmarkStage.Pipeline, options, cancellation: cancellation);
            clips = kernel.Clips;
            done.Add(new DeviceRound(
                theirs.KernelFramesPerSecond, kernel.FramesPerSecond, kernel.FramesPerSecond / theirs.KernelFramesPerSecond,
                theirs.PipelineClipsPerSecond, pipeline.ClipsPerSecond, pipeline.ClipsPerSecond / theirs.PipelineClipsPerSecond));
            progress?.Report(round);
        }

        return new DeviceComparisonResult(
            backend.Kind, backend.DeviceName, clips, theirs!.Peer, theirs.Device, theirs.Batch, done, MedianOf(done));
    }

    private static DeviceRound MedianOf(IReadOnlyList<DeviceRound> rounds)
    {
        return new DeviceRound(
            Of(round => round.PeerKernelFramesPerSecond), Of(round => round.KernelFramesPerSecond), Of(round => round.KernelRatio),
            Of(round => round.PeerPipelineClipsPerSecond), Of(round => round.PipelineClipsPerSecond), Of(round => round.PipelineRatio));

        double Of(Func<DeviceRound, double> column) => RepeatedMeasurement.Of(rounds.Select(column)).Median;
    }
}
