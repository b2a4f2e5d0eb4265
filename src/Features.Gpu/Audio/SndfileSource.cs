using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EmotionGpu.Features.Audio;

/// <summary>
/// A file's bytes as libsndfile asks for them: so that it sees the same open, regular file that we looked at, under any name that the system allows.
/// </summary>
internal sealed unsafe class SndfileSource : IDisposable
{
    private const int FromHere = 1;
    private const int FromEnd = 2;

    private readonly SafeFileHandle _file;
    private readonly long _length;
    private readonly bool _isEndless;
    private GCHandle _self;
    private long _position;

    /// <param name="path">The file.</param>
    /// <param name="isEndless">
    /// Whether seeking from the end fails, as in a stream. Of MP3 without an index the decoder would else guess the length from the first frames' bit rate, and
    /// libsndfile would end there, in the middle of a recording with a variable one.
    /// </param>
    public SndfileSource(string path, bool isEndless)
    {
        _file = RegularFile.Open(path, out _length);
        _isEndless = isEndless;
        _self = GCHandle.Alloc(this);
    }

    /// <summary>What stands for this object in libsndfile's calls.</summary>
    public nint User => GCHandle.ToIntPtr(_self);

    /// <summary>The open file.</summary>
    public SafeFileHandle File => _file;

    /// <summary>Why the file could not be read; null: it could.</summary>
    public IOException? Error { get; private set; }

    /// <summary>The functions that libsndfile calls.</summary>
    public static SndfileIo Io => new() { Length = &LengthOf, Seek = &Seek, Read = &Read, Write = &Write, Tell = &Tell };

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _self.Free();
    }

    private static SndfileSource Of(nint user) => (SndfileSource)GCHandle.FromIntPtr(user).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static long LengthOf(nint user) => Of(user)._length;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static long Tell(nint user) => Of(user)._position;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static long Write(byte* bytes, long count, nint user) => 0;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static long Seek(long offset, int whence, nint user)
    {
        var source = Of(user);
        if (whence == FromEnd && source._isEndless)
            return -1;
        var start = whence == FromHere ? source._position : whence == FromEnd ? source._length : 0;
        // Hostile headers make offsets of any size.
        if (offset < -start || offset > long.MaxValue - start)
            return -1;
        return source._position = start + offset;
    }

    // No exception may pass through libsndfile.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static long Read(byte* bytes, long count, nint user)
    {
        var source = Of(user);
        var done = 0;
        try
        {
            var wanted = new Span<byte>(bytes, (int)Math.Clamp(count, 0, int.MaxValue));
            for (var read = -1; read != 0 && done < wanted.Length; done += read)
                read = RandomAccess.Read(source._file, wanted[done..], source._position + done);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or ObjectDisposedException)
        {
            source.Error = error as IOException ?? new IOException(error.Message, error);
        }

        source._position += done;
        return done;
    }
}
