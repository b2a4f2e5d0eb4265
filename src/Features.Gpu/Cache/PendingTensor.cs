namespace EmotionGpu.Features.Cache;

/// <summary>A tensor of the shard that is being filled.</summary>
/// <param name="Key">Its cache key.</param>
/// <param name="Samples">Samples of its recording.</param>
/// <param name="SampleRate">Its recording's rate.</param>
/// <param name="Values">float16 [mel, frame], dB, once its batch is computed.</param>
internal sealed record PendingTensor(string Key, int Samples, int SampleRate, Memory<Half> Values)
{
    /// <summary>Hash of the values' bytes, once its batch is computed.</summary>
    public string Xxh128 { get; set; } = "";
}
