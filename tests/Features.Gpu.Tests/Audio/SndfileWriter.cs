using System.Globalization;
using System.Runtime.InteropServices;

namespace EmotionGpu.Features.Tests.Audio;

/// <summary>Writes recordings with the system's libsndfile: our own reader has no part in them.</summary>
internal static class SndfileWriter
{
    private const string Library = "libsndfile.so.1";
    private const int ForWriting = 0x20;

    /// <summary>Formats by the names that the tests use: the major and the minor format of <c>sndfile.h</c>.</summary>
    private static readonly Dictionary<string, int> Formats = new()
    {
        ["flac16"] = 0x170002,
        ["flac24"] = 0x170003,
        ["aiff16"] = 0x020002,
        ["aiff24"] = 0x020003,
        ["aiff-float"] = 0x020006,
        ["vorbis"] = 0x200060,
        ["opus"] = 0x200064,
        ["mp3"] = 0x230082,
    };

    /// <summary>Skips the test where libsndfile is missing.</summary>
    public static void Require() => Assert.SkipUnless(NativeLibrary.TryLoad(Library, out _), $"{Library} is missing (Debian: apt-get install libsndfile1)");

    /// <summary>Writes a file; skips the test where libsndfile is missing or cannot write the format.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">A name of <see cref="Formats"/>.</param>
    /// <param name="sampleRate">Frames a second.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="samples">[frame, channel].</param>
    public static void Write(string path, string format, int sampleRate, int channels, float[] samples)
    {
        Require();
        var info = new Info { SampleRate = sampleRate, Channels = channels, Format = Formats[format] };
        var file = Open(path, ForWriting, ref info);
        Assert.SkipWhen(file == 0, $"this libsndfile does not write {format}");
        // Given integers it writes them as they are; floats it would scale by 32,767.
        var written = format[^2..] is "16" or "24"
            ? WriteFrames(file, [.. samples.Select(sample => Integer(sample, int.Parse(format[^2..], CultureInfo.InvariantCulture)))], samples.Length / channels)
            : WriteFrames(file, samples, samples.Length / channels);
        Assert.Equal(samples.Length / channels, written);
        Assert.Equal(0, Close(file));
    }

    /// <summary>The high bits of 32, rounded.</summary>
    private static int Integer(float sample, int bits) => (int)Math.Round((double)sample * (1 << (bits - 1))) << (32 - bits);

    [DllImport(Library, EntryPoint = "sf_open"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int mode, ref Info info);

    [DllImport(Library, EntryPoint = "sf_writef_float"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern long WriteFrames(nint file, float[] samples, long frames);

    [DllImport(Library, EntryPoint = "sf_writef_int"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern long WriteFrames(nint file, int[] samples, long frames);

    [DllImport(Library, EntryPoint = "sf_close"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(nint file);

    [StructLayout(LayoutKind.Sequential)]
    private struct Info
    {
        public long Frames;
        public int SampleRate;
        public int Channels;
        public int Format;
        public int Sections;
        public int Seekable;
    }
}
