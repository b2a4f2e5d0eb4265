using EmotionGpu.Features.Devices;

namespace EmotionGpu.Features.Benchmarks;

/// <summary>Stand-in until the device's stages are there.</summary>
internal static class DeviceBenchmarks
{
    public static IStageBenchmark Create(IFeatureBackend backend, BenchmarkStage stage, int clips) =>
        throw new NotSupportedException($"{backend.Kind.Name()}: stage {stage} of {clips} clips cannot be timed yet");

    public static DeviceCeilings Ceilings(IFeatureBackend backend) =>
        throw new NotSupportedException($"{backend.Kind.Name()}: ceilings cannot be measured yet");
}

/// <summary>Stand-in likewise.</summary>
internal sealed record DeviceCeilings(double CopyBytesPerSecond, double UploadBytesPerSecond, double DownloadBytesPerSecond);
