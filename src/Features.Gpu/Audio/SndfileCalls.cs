using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EmotionGpu.Features.Audio;

/// <summary>What is used of libsndfile's interface (<c>sndfile.h</c>); <see cref="SndfileLibrary"/> finds the file.</summary>
internal static unsafe partial class SndfileCalls
{
    /// <summary>The name that <see cref="SndfileLibrary"/> resolves.</summary>
    public const string Library = "sndfile";

    /// <summary><c>SFM_READ</c>.</summary>
    public const int ForReading = 0x10;

    /// <summary><c>SF_COUNT_MAX</c>: the length of a file that does not say it.</summary>
    public const long UnknownFrames = long.MaxValue;

    [LibraryImport(Library, EntryPoint = "sf_version_string")]
    public static partial nint VersionString();

    [LibraryImport(Library, EntryPoint = "sf_open_virtual")]
    public static partial SndfileHandle Open(in SndfileIo io, int mode, ref SndfileInfo info, nint user);

    /// <summary>Interleaved float32 of whole sample frames, integers in [-1, 1].</summary>
    [LibraryImport(Library, EntryPoint = "sf_readf_float")]
    public static partial long ReadFrames(SndfileHandle file, float* values, long frames);

    /// <summary>0, or the number of what went wrong with the last call.</summary>
    [LibraryImport(Library, EntryPoint = "sf_error")]
    public static partial int Error(SndfileHandle file);

    /// <summary>The last error's words.</summary>
    [LibraryImport(Library, EntryPoint = "sf_strerror")]
    public static partial nint ErrorString(SndfileHandle file);

    [LibraryImport(Library, EntryPoint = "sf_close")]
    public static partial int Close(nint file);
}

/// <summary>An open file of libsndfile's; invalid where it could not be opened: errors are then of the last opening.</summary>
internal sealed class SndfileHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <inheritdoc/>
    protected override bool ReleaseHandle() => SndfileCalls.Close(handle) == 0;
}

/// <summary><c>SF_INFO</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SndfileInfo
{
    /// <summary>Sample frames that the header promises, or <see cref="SndfileCalls.UnknownFrames"/>.</summary>
    public long Frames;

    public int SampleRate;
    public int Channels;
    public int Format;
    public int Sections;
    public int Seekable;
}

/// <summary><c>SF_VIRTUAL_IO</c>: how libsndfile reads; what it is given last is the <c>user</c> of <see cref="SndfileCalls.Open"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SndfileIo
{
    public delegate* unmanaged[Cdecl]<nint, long> Length;
    public delegate* unmanaged[Cdecl]<long, int, nint, long> Seek;
    public delegate* unmanaged[Cdecl]<byte*, long, nint, long> Read;
    public delegate* unmanaged[Cdecl]<byte*, long, nint, long> Write;
    public delegate* unmanaged[Cdecl]<nint, long> Tell;
}
