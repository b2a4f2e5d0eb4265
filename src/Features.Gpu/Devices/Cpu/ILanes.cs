namespace EmotionGpu.Features.Devices.Cpu;

/// <summary>
/// A vector of lanes of fixed width, so that one piece of code is compiled for each width that processors have. Lanes are
/// float64: float32 FFTs leave an error of 1 to 3·10^-3 dB in narrow bands 80 dB below a tone, which is more than a backend may
/// have, and double precision costs less than reading and writing the files.
/// </summary>
/// <typeparam name="T">The implementing struct.</typeparam>
internal unsafe interface ILanes<T> where T : struct, ILanes<T>
{
    /// <summary>Number of lanes, a multiple of 4.</summary>
    static abstract int Count { get; }

    /// <summary>Reads <see cref="Count"/> consecutive values, aligned or not.</summary>
    static abstract T Load(double* source);

    /// <summary>Reads float32 values.</summary>
    static abstract T Load(float* source);

    /// <summary>Writes <see cref="Count"/> consecutive values, aligned or not.</summary>
    static abstract void Store(T value, double* destination);

    /// <summary>Writes the values rounded to float32.</summary>
    static abstract void Store(T value, float* destination);

    /// <summary>The same value in every lane.</summary>
    static abstract T Broadcast(double value);

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

    /// <summary>Four consecutive float32 of each lane's own row; vector i has every row's value i.</summary>
    /// <param name="rows">[lane].</param>
    /// <param name="offset">The first value's place in each row.</param>
    static abstract (T S0, T S1, T S2, T S3) LoadTransposed(float** rows, nint offset);

    /// <summary>The sums over the lanes of four vectors, as four float32.</summary>
    static abstract void StoreSums(T a, T b, T c, T d, float* destination);
}
