using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.Resampling;

namespace EmotionGpu.Features.Cache;

/// <summary>
/// The shard that a build is filling: recordings come in, are computed in batches, and go into its file in their order as soon as
/// they are computed.
/// </summary>
/// <param name="cacheFolder">Where the file goes.</param>
/// <param name="backend">Its options and how much a call is worth.</param>
/// <param name="options">When a shard is full.</param>
/// <param name="batches">Gets batches computed.</param>
internal sealed class OpenShard(string cacheFolder, IFeatureBackend backend, CacheBuildOptions options, BatchSupply batches) : IDisposable
{
    /// <summary>Most bytes of samples a batch, so that long recordings are not held by the dozen.</summary>
    private const long BatchBytes = 128L * 1024 * 1024;

    private readonly TensorMemory _memory = new();
    private readonly List<PendingTensor> _tensors = [];
    private readonly HashSet<string> _keys = [];
    private ClipBatch _batch = batches.Take();
    private ShardFile? _file;
    private int _written;
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

    /// <summary>Takes a recording, sends a batch off when there is one, and writes what is computed.</summary>
    /// <param name="recording">New, with samples.</param>
    /// <param name="values">Float16 values that its tensor has.</param>
    /// <param name="clipsLeft">Recordings that may follow.</param>
    public void Add(PreparedRecording recording, long values, int clipsLeft)
    {
        var waveform = recording.Waveform!;
        var tensor = new PendingTensor(recording.Key, waveform.Length, waveform.SampleRate, (int)values) { Memory = _memory.Take((int)values) };
        _file ??= new ShardFile(cacheFolder, Math.Min(options.ShardClips, 1 + clipsLeft));
        _keys.Add(recording.Key);
        _tensors.Add(tensor);
        _bytes += values * 2;
        _batch.Add(recording, tensor);
        if (_batch.Recordings.Count >= backend.ClipsPerCall || _batch.Bytes >= BatchBytes)
            Flush();
        WriteComputed();
    }

    /// <summary>Sends off what waits for a full batch.</summary>
    public void Flush()
    {
        if (_batch.Recordings.Count == 0)
            return;
        batches.Submit(_batch);
        _batch = batches.Take();
    }

    /// <summary>Waits for its tensors, puts the file on the disk under its name, and is empty again.</summary>
    /// <returns>Its clips in order, their paths still empty, and the file's length; none without recordings.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public (IReadOnlyList<ManifestEntry> Tensors, long Bytes) Finish()
    {
        Flush();
        batches.WaitForAll();
        if (_file is null)
            return ([], 0);

        WriteComputed();
        var (mels, hash) = (backend.Options.NMels, backend.Options.Hash);
        var name = CacheFormat.ShardName(hash, _tensors.Select(tensor => tensor.Key));
        var bytes = _file.Finish(name, SafetensorsWriter.Header(hash, _tensors.Select(tensor => (tensor.Key, mels, tensor.Count / mels))));
        var entries = _tensors.ConvertAll(tensor => new ManifestEntry(
            tensor.Key, "", name, [mels, tensor.Count / mels], tensor.Samples, tensor.SampleRate, hash, tensor.Xxh128!));
        Clear();
        return (entries, bytes);
    }

    /// <summary>Deletes the file of a shard that was not finished.</summary>
    public void Dispose() => _file?.Dispose();

    private void WriteComputed()
    {
        for (; _written < _tensors.Count && _tensors[_written].Xxh128 is not null; _written++)
        {
            var tensor = _tensors[_written];
            _file!.Append(tensor.Memory.AsSpan(0, tensor.Count));
            _memory.Return(tensor.Memory!);
            tensor.Memory = null;
        }
    }

    private void Clear()
    {
        _file?.Dispose();
        _file = null;
        _tensors.Clear();
        _keys.Clear();
        (_written, _bytes) = (0, 0);
    }
}
