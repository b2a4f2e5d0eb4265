namespace EmotionGpu.Features.Resampling.Gpu;

/// <summary>How samples lie in device memory; a struct, so that each format compiles to a kernel of its own.</summary>
/// <typeparam name="T">The stored sample.</typeparam>
internal interface ISampleFormat<T>
    where T : unmanaged
{
    /// <summary>The sample as float32, in units that <see cref="Scale"/> brings to [-1, 1].</summary>
    float Widen(T sample);

    /// <summary>Factor to [-1, 1]; applied once an output, not once a tap.</summary>
    float Scale { get; }
}

/// <summary>int16, full scale 32,768.</summary>
internal readonly struct Pcm16Format : ISampleFormat<short>
{
    public float Scale => 1f / 32768f;

    public float Widen(short sample) => sample;
}

/// <summary>float32 in [-1, 1].</summary>
internal readonly struct FloatFormat : ISampleFormat<float>
{
    public float Scale => 1f;

    public float Widen(float sample) => sample;
}
