using System.IO.Hashing;
using System.Runtime.InteropServices;
using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices;

namespace EmotionGpu.Features.Cache;

/// <summary>Recordings that one call of the backend computes, each with the tensor that it becomes; filled again when they are computed.</summary>
/// <param name="computed">Told when they are, with the error where there was one.</param>
internal sealed class ClipBatch(Action<ClipBatch, Exception?> computed)
{
    private readonly List<PreparedRecording> _recordings = [];
    private readonly List<PendingTensor> _tensors = [];
    private readonly List<Waveform> _clips = [];
    private readonly List<Memory<Half>> _outputs = [];

    /// <summary>Where the samples lie.</summary>
    public IReadOnlyList<PreparedRecording> Recordings => _recordings;

    /// <summary>Bytes of the samples.</summary>
    public long Bytes { get; private set; }

    public void Add(PreparedRecording recording, PendingTensor tensor)
    {
        _recordings.Add(recording);
        _tensors.Add(tensor);
        _clips.Add(recording.Waveform!);
        _outputs.Add(tensor.Memory.AsMemory(0, tensor.Count));
        Bytes += recording.SampleBytes;
    }

    public void Clear()
    {
        _recordings.Clear();
        _tensors.Clear();
        _clips.Clear();
        _outputs.Clear();
        Bytes = 0;
    }

    /// <summary>Computes and hashes the tensors.</summary>
    public void Compute(IFeatureBackend backend)
    {
        Exception? problem = null;
        try
        {
            backend.LogMel(_clips, _outputs);
            for (var i = 0; i < _tensors.Count; i++)
                _tensors[i].Xxh128 = Convert.ToHexStringLower(XxHash128.Hash(MemoryMarshal.AsBytes<Half>(_outputs[i].Span)));
        }
        catch (Exception error)
        {
            // Thrown again where the build waits for the shard.
            problem = error;
        }

        computed(this, problem);
    }
}
