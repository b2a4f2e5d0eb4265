namespace EmotionGpu.Fuzzing.Targets;

/// <summary>What a call may allocate: <see cref="Factor"/> times the input's bytes and <see cref="Constant"/> bytes for any input.</summary>
/// <param name="Factor">Bytes a byte of input.</param>
/// <param name="Constant">Bytes for an empty input: buffers, a document's pool, an exception with its message and stack; and 8 KB, by which the runtime counts.</param>
internal readonly record struct MemoryLimit(double Factor, long Constant);

/// <summary>Code that takes bytes from anybody.</summary>
internal interface IFuzzTarget : IDisposable
{
    /// <summary>Its name on the command line and in the table.</summary>
    string Name { get; }

    /// <summary>Longest input that is made, in bytes.</summary>
    int MaxLength { get; }

    /// <summary>Managed memory that a call may allocate.</summary>
    MemoryLimit Memory { get; }

    /// <summary>Whether it takes memory of its own beside the managed one: then the process's peak is looked at in each call, by the same limit.</summary>
    bool IsNative { get; }

    /// <summary>Whether other threads work in a call: then what all threads allocate is counted.</summary>
    bool IsThreaded { get; }

    /// <summary>What others are made of: sound inputs, and some that were hard once.</summary>
    IEnumerable<byte[]> Seeds();

    /// <summary>Makes an input out of another, by what its format is made of.</summary>
    /// <param name="input">Not changed.</param>
    /// <param name="random">Every choice.</param>
    byte[] Mutate(byte[] input, Random random);

    /// <summary>Makes the call.</summary>
    /// <returns>Whether the input was accepted; false: it was refused by an exception that the code documents.</returns>
    /// <exception cref="BrokenPromiseException">It was accepted and is not what the code promises then.</exception>
    bool Run(byte[] input);
}

/// <summary>An answer that breaks what the code promises.</summary>
/// <param name="message">What was promised, and what was found.</param>
internal sealed class BrokenPromiseException(string message) : Exception(message);
