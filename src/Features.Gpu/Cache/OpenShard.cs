using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.Resampling;

namespace EmotionGpu.Features.Cache;

/// <summary>The shard that a build is filling: recordings come in, are computed in batches, and leave as one file.</summary>
internal sealed class OpenShard(IFeatureBackend backend, CacheBuildOptions options, BatchSupply batches)
{
    /// <summary>Most bytes of samples a batch, so that long recordings are not held by the dozen.</summary>
    private const long BatchBytes = 128L * 1024 * 1024;

    private readonly ShardMemory _memory = new();
    private readonly List<PendingTensor> _tensors = [];
    private readonly HashSet<string> _keys = [];
    private ClipBatch _batch = batches.Take();
    private long _bytes;

    public bool Contains(string key) => _keys.Contains(key);

    /// <summary>Why a recording is too long to be computed; null where it is not.</summary>
    /// <param name="waveform">The recording.</param>
    /// <param name="values">Float16 values that its tensor has.</param>
    public string? ProblemOf(Waveform waveform, out long values)
    {
        var frontEnd = backend.Options;
        var samples = PolyphaseFilter.OutputLength(waveform.Length, waveform.SampleRate, frontEnd.SampleRate);
        values = samples > WavReader.MaxSamples ? 0 : (long)frontEnd.NMels * frontEnd.FrameCount((int)samples);
        return samples > WavReader.MaxSamples
            ? FormattableString.Invariant($"{samples} samples at {frontEnd.SampleRate} Hz: at most {WavReader.MaxSamples} are supported; cut the recording")
            : 2 * values > options.TensorBytes
                ? FormattableString.Invariant($"a tensor of {2 * values} bytes: at most {options.TensorBytes} are supported; cut the recording")
                : null;
    }

    /// <summary>Whether a tensor of that many values belongs into the next shard.</summary>
    public bool IsFullFor(long values) => _keys.Count >= options.ShardClips || (_keys.Count > 0 && _bytes + values * 2 > options.ShardBytes);

    /// <summary>Takes a recording, and sends a batch off when there is one.</summary>
    public void Add(PreparedRecording recording, long values)
    {
        var waveform = recording.Waveform!;
        var tensor = new PendingTensor(recording.Key, waveform.Length, waveform.SampleRate, _memory.Take((int)values));
        _keys.Add(recording.Key);
        _tensors.Add(tensor);
        _bytes += values * 2;
        _batch.Add(recording, tensor);
        if (_batch.Recordings.Count >= backend.ClipsPerCall || _batch.Bytes >= BatchBytes)
            Flush();
    }

    /// <summary>Sends off what waits for a full batch.</summary>
    public void Flush()
    {
        if (_batch.Recordings.Count == 0)
            return;
        batches.Submit(_batch);
        _batch = batches.Take();
    }

    /// <summary>Waits for its tensors, hands them to be written, and is empty again.</summary>
    /// <param name="write">Takes the shard's name, its clips in order (their paths still empty) and its values.</param>
    public void Finish(Action<string, IReadOnlyList<ManifestEntry>, IEnumerable<ReadOnlyMemory<Half>>> write)
    {
        Flush();
        batches.WaitForAll();
        var (mels, hash) = (backend.Options.NMels, backend.Options.Hash);
        var name = CacheFormat.ShardName(hash, _tensors.Select(tensor => tensor.Key));
        write(name, _tensors.ConvertAll(tensor => new ManifestEntry(
            tensor.Key, "", name, [mels, tensor.Values.Length / mels], tensor.Samples, tensor.SampleRate, hash, tensor.Xxh128)), _memory.Written);
        Clear();
    }

    private void Clear()
    {
        _tensors.Clear();
        _keys.Clear();
        _memory.Clear();
        _bytes = 0;
    }
}
