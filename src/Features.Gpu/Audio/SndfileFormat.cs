namespace EmotionGpu.Features.Audio;

/// <summary>A format that libsndfile reads for us.</summary>
internal enum SndfileFormat
{
    Flac,

    /// <summary>Vorbis or Opus.</summary>
    Ogg,

    Mp3,
    Aiff,
}
