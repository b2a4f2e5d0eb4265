using System.Reflection;
using System.Runtime.InteropServices;

namespace EmotionGpu.Features.Audio;

/// <summary>
/// The system's libsndfile, which is loaded when the first recording wants it: a program that reads WAV alone needs none. Where it lies in an unusual
/// place, the environment variable <c>EMOTION_LIBSNDFILE</c> names the file, and only that one is tried.
/// </summary>
internal static class SndfileLibrary
{
    /// <summary>The environment variable that names the library's file.</summary>
    public const string FileVariable = "EMOTION_LIBSNDFILE";

    /// <summary>What makes a WAV file of anything.</summary>
    public const string ConvertToWav = "ffmpeg -i IN -c:a pcm_s16le OUT.wav";

    private const string HowToGet = "Debian and Ubuntu: apt-get install libsndfile1; Fedora: dnf install libsndfile; macOS: brew install libsndfile; "
        + $"Windows: sndfile.dll beside the program; or {FileVariable}=FILE where it is installed already";

    private static readonly Version OldestForMp3 = new(1, 1);

    private static readonly Lazy<nint> Loaded = new(Load);

    /// <summary>Whether there is one.</summary>
    public static bool IsAvailable => Loaded.Value != 0;

    /// <summary>Its name with its version, <c>libsndfile-1.2.0</c> say; only where there is one.</summary>
    public static string Name => Marshal.PtrToStringUTF8(SndfileCalls.VersionString()) ?? "libsndfile";

    /// <summary>Fails unless the library is there and new enough.</summary>
    /// <param name="path">The recording.</param>
    /// <param name="format">What it is.</param>
    /// <exception cref="AudioFormatException">It is not: the message says how to get it.</exception>
    public static void Require(string path, SndfileFormat format)
    {
        if (ProblemFor(format, IsAvailable ? Name : null) is { } problem)
            throw new AudioFormatException(path, problem);
    }

    /// <summary>Why a library cannot read a format, and how to get one that can; null where it can.</summary>
    /// <param name="format">The format.</param>
    /// <param name="name">The library's <see cref="Name"/>; null: there is none.</param>
    internal static string? ProblemFor(SndfileFormat format, string? name)
    {
        var found = name is null ? "libsndfile, which this system does not have"
            : format == SndfileFormat.Mp3 && VersionIn(name) is { } version && version < OldestForMp3 ? $"libsndfile {OldestForMp3} or later, this is {name}"
            : null;
        return found is null ? null : $"{FileSignature.NameOf(format)}: reading it takes {found} ({HowToGet}); or convert it: {ConvertToWav}";
    }

    // "libsndfile-1.0.31", "libsndfile-1.1.0beta2"; null: let it try.
    private static Version? VersionIn(string name)
    {
        var number = new string([.. name.SkipWhile(letter => !char.IsAsciiDigit(letter)).TakeWhile(letter => char.IsAsciiDigit(letter) || letter == '.')]);
        return Version.TryParse(number, out var version) ? version : null;
    }

    private static nint Load()
    {
        string[] names = Environment.GetEnvironmentVariable(FileVariable) is { Length: > 0 } file ? [file]
            : OperatingSystem.IsWindows() ? ["sndfile.dll", "libsndfile-1.dll"]
            : OperatingSystem.IsMacOS() ? ["libsndfile.1.dylib", "/opt/homebrew/lib/libsndfile.1.dylib", "/usr/local/lib/libsndfile.1.dylib"]
            : ["libsndfile.so.1"];
        var handle = names.Select(name => NativeLibrary.TryLoad(name, out var found) ? found : 0).FirstOrDefault(found => found != 0);
        NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), (name, _, _) => name == SndfileCalls.Library ? handle : 0);
        return handle;
    }
}
