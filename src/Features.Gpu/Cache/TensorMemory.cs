namespace EmotionGpu.Features.Cache;

/// <summary>Memory for tensors that are being computed or wait to be written; given back, it is used again.</summary>
internal sealed class TensorMemory
{
    /// <summary>128 KB: 500 frames of 128 mels.</summary>
    private const int Step = 1 << 16;

    /// <summary>Longer ones, minutes of audio, are not kept.</summary>
    private const int LongestKept = 1 << 21;

    private readonly Stack<Half[]> _free = new();

    /// <summary>Memory for so many values at least, contents undefined.</summary>
    public Half[] Take(int values)
    {
        if (_free.TryPop(out var memory) && memory.Length >= values)
            return memory;
        return GC.AllocateUninitializedArray<Half>((int)Math.Min(Array.MaxLength, (values + (long)Step - 1) / Step * Step));
    }

    public void Return(Half[] memory)
    {
        if (memory.Length <= LongestKept)
            _free.Push(memory);
    }
}
