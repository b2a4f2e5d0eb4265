namespace EmotionGpu.Features.Cache;

/// <summary>Where a build's recordings come from: a data folder, or slices that have been built.</summary>
internal interface IRecordingSource
{
    /// <summary>Recordings in all.</summary>
    int Count { get; }

    /// <summary>Whether <see cref="Next"/> would wait for the release of what was handed out.</summary>
    bool WaitsForRelease { get; }

    /// <summary>The next recording, in the order of their paths; null after the last.</summary>
    PreparedRecording? Next();

    /// <summary>Takes back the memory of a recording.</summary>
    void Release(PreparedRecording recording);
}
