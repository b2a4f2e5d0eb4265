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
    /// Computes a pass, or several where one is too short to be timed. Inputs are distinct, random or recordings; together they are larger than the
    /// caches. On the CPU a pass goes through each of them once; on a device it takes as many as it needs in turn and the next pass goes on
    /// where it stopped.
    /// </summary>
    /// <returns>The time from the first clip's start to the last clip's end; of several passes, their mean.</returns>
    TimeSpan Run();

    /// <summary>The bound, what can be measured of it measured now.</summary>
    BenchmarkCeiling MeasureCeiling();
}
