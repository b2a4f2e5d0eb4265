using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EmotionGpu.Fuzzing.Loop;

/// <summary>
/// Which branches instrumented code has taken, and how often in a call: 1, 2, 3, 4 to 7, 8 to 15, 16 to 31, 32 to 127 or more times, as AFL tells them apart
/// (lcamtuf.coredump.cx/afl/technical_details.txt). Where several threads work, edges between blocks of different threads are counted too.
/// </summary>
internal sealed unsafe class EdgeMap
{
    private const int Size = 1 << 16;

    private static readonly byte[] Buckets = [.. Enumerable.Range(0, 256).Select(Bucket)];

    private readonly byte[] _seen = new byte[Size];
    // Never freed: threads of a server may still count in it.
    private readonly byte* _trace = (byte*)NativeMemory.AllocZeroed(Size);

    public EdgeMap() => SharedMem(null) = _trace;

    /// <summary>Branches that were ever taken.</summary>
    public int Edges { get; private set; }

    /// <summary>Forgets what the last call did.</summary>
    public void Start()
    {
        new Span<byte>(_trace, Size).Clear();
        PrevLocation(null) = 0;
    }

    /// <summary>Whether the call did something that no call before it did; takes that in.</summary>
    public bool TakeNew()
    {
        var isNew = false;
        var words = new ReadOnlySpan<ulong>(_trace, Size / sizeof(ulong));
        for (var word = 0; word < words.Length; word++)
        {
            if (words[word] != 0)
                isNew |= TakeNew(word * sizeof(ulong));
        }

        return isNew;
    }

    private bool TakeNew(int start)
    {
        var isNew = false;
        for (var i = start; i < start + sizeof(ulong); i++)
        {
            var bucket = Buckets[_trace[i]];
            if ((_seen[i] & bucket) == bucket)
                continue;
            if (_seen[i] == 0)
                Edges++;
            _seen[i] |= bucket;
            isNew = true;
        }

        return isNew;
    }

    // SharpFuzz.Common.Trace, by its name: an assembly that refers to it counts as instrumented already, and the parser that is wrong on purpose is in this one.
    [UnsafeAccessor(UnsafeAccessorKind.StaticField)]
    private static extern ref byte* SharedMem([UnsafeAccessorType("SharpFuzz.Common.Trace, SharpFuzz.Common")] object? trace);

    [UnsafeAccessor(UnsafeAccessorKind.StaticField)]
    private static extern ref int PrevLocation([UnsafeAccessorType("SharpFuzz.Common.Trace, SharpFuzz.Common")] object? trace);

    private static byte Bucket(int count) => count switch
    {
        0 => 0,
        <= 3 => (byte)(1 << (count - 1)),
        <= 7 => 8,
        <= 15 => 16,
        <= 31 => 32,
        <= 127 => 64,
        _ => 128,
    };
}
