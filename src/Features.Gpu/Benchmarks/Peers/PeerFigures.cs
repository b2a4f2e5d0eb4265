namespace EmotionGpu.Features.Benchmarks.Peers;

/// <summary>What a peer that reads files says of itself.</summary>
/// <param name="Peer">Its name and version.</param>
/// <param name="Clips">Recordings that it went through.</param>
/// <param name="ClipsPerSecond">Clips a second, its start-up not counted; it writes nothing to disk.</param>
public sealed record FilesPeerFigures(string Peer, int Clips, double ClipsPerSecond);

/// <summary>
/// What a peer on a GPU says of itself. Its log-mel may be standardised per clip, as torchaudio_gpu.py does in both figures; ours standardises in
/// neither stage, which leaves it to the network's input, so that the peer then does a little more work a clip.
/// </summary>
/// <param name="Peer">Its name and version.</param>
/// <param name="Device">The GPU.</param>
/// <param name="Batch">Clips of a batch.</param>
/// <param name="KernelFramesPerSecond">Float32 samples on the device to log-mel there, standardised or not.</param>
/// <param name="PipelineClipsPerSecond">From int16 samples at 48 kHz in host memory to float16 log-mel in host memory, standardised or not.</param>
public sealed record DevicePeerFigures(string Peer, string Device, int Batch, double KernelFramesPerSecond, double PipelineClipsPerSecond);
