using ILGPU.Algorithms;

namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>What a bin becomes before the mel filters; a struct, so that each choice compiles to a kernel of its own.</summary>
internal interface ISpectrum
{
    /// <summary>The bin's value from its squared magnitude.</summary>
    float Value(float squaredMagnitude);
}

/// <summary>Power 2: the squared magnitude.</summary>
internal readonly struct PowerSpectrum : ISpectrum
{
    public float Value(float squaredMagnitude) => squaredMagnitude;
}

/// <summary>Power 1: the magnitude.</summary>
internal readonly struct MagnitudeSpectrum : ISpectrum
{
    public float Value(float squaredMagnitude) => XMath.Sqrt(squaredMagnitude);
}

/// <summary>How a dB value is stored.</summary>
/// <typeparam name="T">The stored type.</typeparam>
internal interface IStored<T>
    where T : unmanaged
{
    /// <summary>The value as it is stored.</summary>
    T From(float decibels);
}

/// <summary>float16, as bits (<see cref="HalfBits"/>).</summary>
internal readonly struct StoredHalf : IStored<ushort>
{
    public ushort From(float decibels) => HalfBits.FromFloat(decibels);
}

/// <summary>float32.</summary>
internal readonly struct StoredFloat : IStored<float>
{
    public float From(float decibels) => decibels;
}
