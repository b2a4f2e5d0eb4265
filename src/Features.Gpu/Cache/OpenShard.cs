using System.IO.Hashing;
using System.Runtime.InteropServices;
using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.Resampling;

namespace EmotionGpu.Features.Cache;

/// <summary>The shard that a build is filling: clips come in, are computed in batches, and leave as one file.</summary>
internal sealed class OpenShard(IFeatureBackend backend, CacheBuildOptions options)
{
    /// <summary>Most bytes of samples a batch, so that long recordings are not held by the dozen.</summary>
    private const long BatchBytes = 128L * 1024 * 1024;

    private readonly List<(string Key, Waveform Waveform, Half[] Values)> _batch = [];
    private readonly List<ManifestEntry> _entries = [];
    private readonly List<Half[]> _tensors = [];
    private readonly HashSet<string> _keys = [];
    private long _batchBytes;
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

    /// <summary>Takes a clip and computes a batch when there is one.</summary>
    public void Add(string key, Waveform waveform, long values)
    {
        _keys.Add(key);
        _bytes += values * 2;
        _batch.Add((key, waveform, GC.AllocateUninitializedArray<Half>((int)values)));
        _batchBytes += waveform.Length * (waveform.IsPcm16 ? 2L : 4L);
        if (_batch.Count >= options.BatchClips || _batchBytes >= BatchBytes)
            Compute();
    }

    /// <summary>Computes what is left; the shard's name, its clips in order (their paths still empty) and their tensors.</summary>
    public (string Name, IReadOnlyList<ManifestEntry> Entries, IReadOnlyList<Half[]> Tensors) Finish()
    {
        Compute();
        var name = CacheFormat.ShardName(backend.Options.Hash, _entries.Select(entry => entry.Key));
        return (name, _entries.ConvertAll(entry => entry with { Shard = name }), _tensors);
    }

    private void Compute()
    {
        if (_batch.Count == 0)
            return;

        backend.LogMel(_batch.ConvertAll(clip => clip.Waveform), _batch.ConvertAll(clip => clip.Values.AsMemory()));
        var (mels, hash) = (backend.Options.NMels, backend.Options.Hash);
        foreach (var (key, waveform, values) in _batch)
        {
            var xxh128 = Convert.ToHexStringLower(XxHash128.Hash(MemoryMarshal.AsBytes<Half>(values)));
            _entries.Add(new ManifestEntry(key, "", "", [mels, values.Length / mels], waveform.Length, waveform.SampleRate, hash, xxh128));
            _tensors.Add(values);
        }

        _batch.Clear();
        _batchBytes = 0;
    }
}
