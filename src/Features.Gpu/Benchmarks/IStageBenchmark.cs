namespace EmotionGpu.Features.Benchmarks;

/// <summary>One stage on one backend, ready to be timed: inputs made, buffers allocated, kernels compiled.</summary>
internal interface IStageBenchmark : IDisposable
{
    /// <summary>Clips of a pass.</summary>
    int Clips { get; }

    /// <summary>Frames of a pass.</summary>
    long Frames { get; }

    /// <summary>Seconds of audio of a pass.</summary>
    double AudioSeconds { get; }

    /// <summary>Bytes that a frame must move through the memory or the bus that bounds the stage: its input and its output once.</summary>
    double BytesPerFrame { get; }

    /// <summary>
    /// Computes <see cref="Clips"/> clips. Inputs are random, or recordings, and distinct; a device's stages take a set of them in turn, so that a
    /// pass of more clips than the set has computes some again.
    /// </summary>
    /// <returns>The time from the first clip's start to the last clip's end.</returns>
    TimeSpan Run();

    /// <summary>Measures the bound now.</summary>
    BenchmarkCeiling MeasureCeiling();
}
