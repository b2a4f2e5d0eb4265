namespace EmotionGpu.Features.Cache;

/// <summary>A tensor of the shard that is being filled.</summary>
/// <param name="Key">Its cache key.</param>
/// <param name="Samples">Samples of its recording.</param>
/// <param name="SampleRate">Its recording's rate.</param>
/// <param name="Count">Number of its values.</param>
internal sealed record PendingTensor(string Key, int Samples, int SampleRate, int Count)
{
    private volatile string? _xxh128;

    /// <summary>At least <see cref="Count"/> values, float16 [mel, frame], dB, once its batch is computed; null when they are written.</summary>
    public Half[]? Memory { get; set; }

    /// <summary>Hash of the values' bytes; null until they are there. Set by the thread that computes, asked by the one that writes.</summary>
    public string? Xxh128
    {
        get => _xxh128;
        set => _xxh128 = value;
    }
}
