namespace EmotionGpu.Features.Devices.Cpu;

/// <summary>
/// A vector of lanes of fixed width, so that one piece of code is compiled for each width that processors have. Lanes are
/// float64: float32 FFTs leave an error of 1 to 3·10^-3 dB in narrow bands 80 dB below a tone, which is more than a backend may
/// have, and double precision costs less than reading and writing the files.
/// </summary>
/// <remarks>
/// Operations are inlined by attribute: left to itself the compiler inlines them only with a profile. The loops over them are
/// optimised by attribute, without a profile, when first called: tiers would spend 0.2 s in slow code, most of a short build.
/// </remarks>
/// <typeparam name="T">The implementing struct.</typeparam>
internal unsafe interface ILanes<T> where T : struct, ILanes<T>
{
    /// <summary>Number of lanes, a multiple of 4.</summary>
    static abstract int Count { get; }

    /// <summary>Reads <see cref="Count"/> consecutive values, aligned or not.</summary>
    static abstract T Load(double* source);

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

    /// <summary>Eight consecutive int16 of each lane's own row, divided by 32,768, as eight rows of lanes.</summary>
    /// <param name="rows">[lane].</param>
    /// <param name="offset">The first value's place in each row.</param>
    /// <param name="destination">The first result, [value, lane].</param>
    /// <param name="stride">Values from one row of lanes to the next.</param>
    static abstract void Transpose(short** rows, nint offset, double* destination, nint stride);

    /// <summary>The same for float32, as they are.</summary>
    /// <param name="rows">[lane].</param>
    /// <param name="offset">The first value's place in each row.</param>
    /// <param name="destination">The first result, [value, lane].</param>
    /// <param name="stride">Values from one row of lanes to the next.</param>
    static virtual void Transpose(float** rows, nint offset, double* destination, nint stride)
    {
        for (var end = offset + 8; offset < end; offset += 4, destination += 4 * stride)
        {
            var (s0, s1, s2, s3) = T.LoadTransposed(rows, offset);
            T.Store(s0, destination);
            T.Store(s1, destination + stride);
            T.Store(s2, destination + 2 * stride);
            T.Store(s3, destination + 3 * stride);
        }
    }

    /// <summary>The inverse of <see cref="LoadTransposed"/>: row i of the result has lane i's values of the four vectors, rounded to float32.</summary>
    /// <param name="s0">The first value of every row.</param>
    /// <param name="s1">The second.</param>
    /// <param name="s2">The third.</param>
    /// <param name="s3">The fourth.</param>
    /// <param name="destination">The first row.</param>
    /// <param name="stride">Values from one row to the next.</param>
    static abstract void StoreTransposed(T s0, T s1, T s2, T s3, float* destination, nint stride);
}
