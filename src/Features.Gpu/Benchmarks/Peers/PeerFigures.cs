namespace EmotionGpu.Features.Benchmarks.Peers;

/// <summary>What a peer that reads files says of itself.</summary>
/// <param name="Peer">Its name and version.</param>
/// <param name="Clips">Recordings that it went through.</param>
/// <param name="ClipsPerSecond">Clips a second, its start-up not counted.</param>
public sealed record FilesPeerFigures(string Peer, int Clips, double ClipsPerSecond);

/// <summary>What a peer on a GPU says of itself.</summary>
/// <param name="Peer">Its name and version.</param>
/// <param name="Device">The GPU.</param>
/// <param name="Batch">Clips of a batch.</param>
/// <param name="KernelFramesPerSecond">Log-mel alone, samples on the device.</param>
/// <param name="PipelineClipsPerSecond">From int16 samples at 48 kHz in host memory to float16 in host memory.</param>
public sealed record DevicePeerFigures(string Peer, string Device, int Batch, double KernelFramesPerSecond, double PipelineClipsPerSecond);
