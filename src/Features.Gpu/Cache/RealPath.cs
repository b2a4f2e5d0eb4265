using System.Runtime.InteropServices;

namespace EmotionGpu.Features.Cache;

/// <summary>The one path of a folder that holds no link, by which folders are told apart.</summary>
internal static unsafe partial class RealPath
{
    /// <summary>
    /// The folder's path with every link in it resolved. .NET resolves the last part of a path only, so on Unix the system is asked;
    /// on Windows, or where it does not answer, that has to do.
    /// </summary>
    public static string Of(string folder)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (!OperatingSystem.IsWindows() && Resolve(folder, null) is var resolved and not null)
        {
            var path = Marshal.PtrToStringUTF8((nint)resolved)!;
            NativeMemory.Free(resolved);
            return path;
        }

        return Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? folder;
    }

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    private static partial byte* Resolve(string path, byte* resolved);
}
