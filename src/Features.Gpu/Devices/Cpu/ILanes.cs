namespace EmotionGpu.Features.Devices.Cpu;

/// <summary>
/// A vector of float32 lanes of fixed width, so that one piece of code is compiled for each width that processors have.
/// </summary>
/// <typeparam name="T">The implementing struct.</typeparam>
internal unsafe interface ILanes<T> where T : struct, ILanes<T>
{
    /// <summary>Number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>Reads <see cref="Count"/> consecutive values, aligned or not.</summary>
    static abstract T Load(float* source);

    /// <summary>Writes <see cref="Count"/> consecutive values, aligned or not.</summary>
    static abstract void Store(T value, float* destination);

    /// <summary>The same value in every lane.</summary>
    static abstract T Broadcast(float value);

    /// <summary>Lane by lane.</summary>
    static abstract T operator +(T left, T right);

    /// <summary>Lane by lane.</summary>
    static abstract T operator -(T left, T right);

    /// <summary>Lane by lane.</summary>
    static abstract T operator *(T left, T right);

    /// <summary>left·right + addend, in one instruction where the processor has it.</summary>
    static abstract T MultiplyAdd(T left, T right, T addend);

    /// <summary>left·right - subtrahend, in one instruction where the processor has it.</summary>
    static abstract T MultiplySubtract(T left, T right, T subtrahend);

    /// <summary>Square roots.</summary>
    static abstract T Sqrt(T value);

    /// <summary>The sum over the lanes.</summary>
    static abstract float Sum(T value);
}
