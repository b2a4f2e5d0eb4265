namespace EmotionGpu.Features.Benchmarks;

/// <summary>How much of the way from a recording to its cached tensor is timed.</summary>
public enum BenchmarkStage
{
    /// <summary>Log-mel alone: float32 samples at the front end's rate in the memory of the device (or the processor), float16 dB left there.</summary>
    Kernel,

    /// <summary>From int16 samples at 48 kHz in (page-locked) host memory to float16 dB in (page-locked) host memory.</summary>
    Pipeline,

    /// <summary>From WAV files in the page cache to shards on the disk, the manifest included.</summary>
    Files,
}
