using System.Diagnostics;
using EmotionGpu.Inference.Tests;

namespace EmotionGpu.Serving.Tests;

/// <summary>A folder on a disk of 64 kB: a tmpfs, which only root may mount. Unmounted when disposed.</summary>
internal sealed class FullDisk : IDisposable
{
    public const int Bytes = 1 << 16;

    private readonly TemporaryFolder _folder = new();

    public FullDisk()
    {
        Directory.CreateDirectory(Path);
        Assert.SkipUnless(OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={Bytes}", "none", Path), "no tmpfs can be mounted here: that takes Linux and root");
    }

    public string Path => _folder["disk"];

    public void Dispose()
    {
        _ = Run("umount", Path);
        _folder.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
