namespace EmotionGpu.Fuzzing.Targets;

/// <summary>A reader of files: the input is written to one before it is read.</summary>
/// <param name="name">The target's name.</param>
/// <param name="memory">Managed memory that a call may allocate.</param>
/// <param name="fileName">The file's name.</param>
internal abstract class FileTarget(string name, MemoryLimit memory, string fileName) : ReaderTarget(name, memory)
{
    /// <summary>The file.</summary>
    protected ScratchFile File { get; } = new(fileName);

    /// <inheritdoc/>
    public sealed override bool Run(byte[] input)
    {
        File.Write(input);
        return Read(input);
    }

    /// <inheritdoc/>
    public sealed override void Dispose()
    {
        base.Dispose();
        File.Dispose();
    }

    /// <summary>Makes the call, as <see cref="IFuzzTarget.Run"/>.</summary>
    /// <param name="input">What the file holds.</param>
    protected abstract bool Read(byte[] input);
}
