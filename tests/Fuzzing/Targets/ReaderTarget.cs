namespace EmotionGpu.Fuzzing.Targets;

/// <summary>A target that reads on the calling thread.</summary>
/// <param name="name">Its name.</param>
/// <param name="memory">Managed memory that a call may allocate.</param>
internal abstract class ReaderTarget(string name, MemoryLimit memory) : IFuzzTarget
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public virtual int MaxLength => 1 << 15;

    /// <inheritdoc/>
    public MemoryLimit Memory => memory;

    /// <inheritdoc/>
    public virtual bool IsNative => false;

    /// <inheritdoc/>
    public bool IsThreaded => false;

    /// <inheritdoc/>
    public virtual IEnumerable<byte[]> Seeds() => SeedFiles.Of(name);

    /// <inheritdoc/>
    public abstract byte[] Mutate(byte[] input, Random random);

    /// <inheritdoc/>
    public abstract bool Run(byte[] input);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }

    /// <summary>Fails unless a promise holds.</summary>
    protected static void Promise(bool holds, string promise)
    {
        if (!holds)
            throw new BrokenPromiseException(promise);
    }
}
