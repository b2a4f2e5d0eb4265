namespace EmotionGpu.Features.Benchmarks;

/// <summary>How a stage is timed.</summary>
public sealed record FeatureBenchmarkOptions
{
    /// <summary>Clips of a pass; null takes <see cref="FeatureBenchmark.DefaultClips"/>.</summary>
    public int? Clips { get; init; }

    /// <summary>Timed passes, at least 1; the median counts.</summary>
    public int Repeats { get; init; } = 7;

    /// <summary>Passes that are not timed go on for at least so long (and are two at least): code is compiled anew for what runs often.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Recordings of the stage <see cref="BenchmarkStage.Files"/>; null: random ones are written below <see cref="ScratchFolder"/>.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Where the stage <see cref="BenchmarkStage.Files"/> makes its caches, and deletes them again.</summary>
    public string ScratchFolder { get; init; } = Path.GetTempPath();
}
