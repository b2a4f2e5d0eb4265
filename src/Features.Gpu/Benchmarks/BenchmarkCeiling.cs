namespace EmotionGpu.Features.Benchmarks;

/// <summary>What bounds a stage however good its code is, measured on the same machine in the same run.</summary>
/// <param name="What">The bound in words, "upload of int16 samples from page-locked memory" say.</param>
/// <param name="ClipsPerSecond">Clips a second that it allows.</param>
public sealed record BenchmarkCeiling(string What, double ClipsPerSecond);
