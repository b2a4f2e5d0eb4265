using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.Resampling;

namespace EmotionGpu.Features.Cache;

/// <summary>
/// The shard that a build is filling: recordings come in, are computed in batches, and go into its file in their order as soon as
/// they are computed.
/// </summary>
/// <param name="openFile">Path of the file while it is open, less what makes it unique; it gets its name in the same folder.</param>
/// <param name="backend">Its options and how much a call is worth.</param>
/// <param name="options">When a shard is full.</param>
/// <param name="batches">Gets batches computed.</param>
internal sealed class OpenShard(string openFile, IFeatureBackend backend, CacheBuildOptions options, BatchSupply batches) : IShardWriter, IDisposable
{
    /// <summary>Most bytes of samples a batch, so that long recordings are not held by the dozen.</summary>
    private const long BatchBytes = 128L * 1024 * 1024;

    private readonly TensorMemory _memory = new();
    private readonly List<PendingTensor> _tensors = [];
    private readonly HashSet<string> _keys = [];
    private ClipBatch _batch = batches.Take();
    private ShardFile? _file;
    private int _written;

    /// <inheritdoc/>
    public bool Contains(string key) => _keys.Contains(key);

    /// <inheritdoc/>
    public string? ProblemOf(PreparedRecording recording, out long values)
    {
        var waveform = recording.Waveform!;
        var frontEnd = backend.Options;
        var samples = PolyphaseFilter.OutputLength(waveform.Length, waveform.SampleRate, frontEnd.SampleRate);
        values = samples > WavReader.MaxSamples ? 0 : (long)frontEnd.NMels * frontEnd.FrameCount((int)samples);
        return samples > WavReader.MaxSamples
            ? FormattableString.Invariant($"{samples} samples at {frontEnd.SampleRate} Hz: at most {WavReader.MaxSamples} are supported; cut the recording")
            : 2 * values > options.TensorBytes
                ? FormattableString.Invariant($"a tensor of {2 * values} bytes: at most {options.TensorBytes} are supported; cut the recording")
                : null;
    }

    /// <summary>Takes a recording, sends a batch off when there is one, and writes what is computed.</summary>
    /// <inheritdoc/>
    public void Add(PreparedRecording recording, long values, int clipsLeft)
    {
        var waveform = recording.Waveform!;
        var tensor = new PendingTensor(recording.Key, waveform.Length, waveform.SampleRate, (int)values) { Memory = _memory.Take((int)values) };
        _file ??= new ShardFile(openFile, Math.Min(options.ShardClips, 1 + clipsLeft));
        _keys.Add(recording.Key);
        _tensors.Add(tensor);
        _batch.Add(recording, tensor);
        if (_batch.Recordings.Count >= backend.ClipsPerCall || _batch.Bytes >= BatchBytes)
            Flush();
        WriteComputed();
    }

    /// <inheritdoc/>
    public void Flush()
    {
        if (_batch.Recordings.Count == 0)
            return;
        batches.Submit(_batch);
        _batch = batches.Take();
    }

    /// <inheritdoc/>
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
        _written = 0;
    }
}
