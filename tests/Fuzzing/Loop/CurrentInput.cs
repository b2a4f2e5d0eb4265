using System.IO.MemoryMappedFiles;

namespace EmotionGpu.Fuzzing.Loop;

/// <summary>
/// The input that is at work, in a mapped file: what a process that dies leaves behind. Its number, when it was given, its length, its bytes; and how many were
/// accepted and refused before.
/// </summary>
internal sealed unsafe class CurrentInput : IDisposable
{
    /// <summary>Longest input in bytes.</summary>
    public const int MaxLength = 1 << 20;

    private const int Header = 64;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    private CurrentInput(MemoryMappedFile file)
    {
        _file = file;
        _view = file.CreateViewAccessor();
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    /// <summary>Number of the input, from 1; 0: none was given yet.</summary>
    public long Number => Volatile.Read(ref Slot(0));

    /// <summary>Milliseconds since the machine started at which it was given; 0: its call has ended.</summary>
    public long Given => Volatile.Read(ref Slot(1));

    /// <summary>Inputs that were accepted.</summary>
    public long Accepted
    {
        get => Volatile.Read(ref Slot(3));
        set => Volatile.Write(ref Slot(3), value);
    }

    /// <summary>Inputs that were refused.</summary>
    public long Refused
    {
        get => Volatile.Read(ref Slot(4));
        set => Volatile.Write(ref Slot(4), value);
    }

    /// <summary>The input.</summary>
    public byte[] Bytes => new ReadOnlySpan<byte>(_start + Header, (int)Volatile.Read(ref Slot(2))).ToArray();

    /// <summary>Makes the file.</summary>
    public static CurrentInput Create(string path) =>
        new(MemoryMappedFile.CreateFromFile(path, FileMode.CreateNew, mapName: null, Header + MaxLength));

    /// <summary>Opens the file of another process.</summary>
    public static CurrentInput Open(string path) => new(MemoryMappedFile.CreateFromFile(path, FileMode.Open));

    /// <summary>Takes an input in before its call.</summary>
    public void Give(ReadOnlySpan<byte> input)
    {
        input.CopyTo(new Span<byte>(_start + Header, MaxLength));
        Slot(2) = input.Length;
        Volatile.Write(ref Slot(1), Environment.TickCount64);
        Volatile.Write(ref Slot(0), Number + 1);
    }

    /// <summary>Says that its call has ended.</summary>
    public void End() => Volatile.Write(ref Slot(1), 0);

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private ref long Slot(int index) => ref ((long*)_start)[index];
}
