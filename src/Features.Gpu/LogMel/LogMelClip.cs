namespace EmotionGpu.Features.LogMel;

/// <summary>A whole clip's log-mel as it is cached: float16, dB, never standardised.</summary>
/// <param name="Values">[mel, frame], C order.</param>
/// <param name="Mels">Number of mel bands.</param>
/// <param name="Frames">Number of frames.</param>
public readonly record struct LogMelClip(ReadOnlyMemory<Half> Values, int Mels, int Frames);
