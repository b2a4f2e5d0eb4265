using EmotionGpu.Features.Audio;

namespace EmotionGpu.Features.Cache;

/// <summary>A recording on its way into the cache.</summary>
/// <param name="Path">Relative to the data folder, with forward slashes.</param>
/// <param name="Key">Its cache key; empty where it could not be read.</param>
/// <param name="Waveform">Its samples; null where its tensor is known or it was refused.</param>
/// <param name="Refusal">Why it was refused, else null.</param>
/// <param name="Buffer">Where the samples lie.</param>
internal sealed record PreparedRecording(string Path, string Key, Waveform? Waveform, string? Refusal, RecordingBuffer? Buffer)
{
    /// <summary>Its line in a slice's manifest, where it comes from a slice.</summary>
    public ManifestEntry? Line { get; init; }

    /// <summary>Bytes of memory that its file and samples take until it is released.</summary>
    public long HeldBytes { get; } = Buffer?.UsedBytes ?? 0;

    /// <summary>Bytes of its samples as they go up to a device.</summary>
    public long SampleBytes => Waveform is null ? 0 : Waveform.Length * (Waveform.IsPcm16 ? 2L : 4L);
}
