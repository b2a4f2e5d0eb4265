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
    /// <summary>Bytes of memory that its samples take.</summary>
    public long Bytes { get; } = Buffer?.Capacity ?? 0;
}
