using System.Diagnostics;

namespace EmotionGpu.Features.Tests.Cache.Faults;

/// <summary>A file system in memory that is soon full, in a folder; gone when disposed, with what is on it. Skips the test where this process may not mount one.</summary>
internal sealed class SmallDisk : IDisposable
{
    /// <param name="folder">Made where it is missing; stays.</param>
    /// <param name="size">As mount takes it: <c>64k</c>, <c>4m</c>.</param>
    public SmallDisk(string folder, string size)
    {
        Folder = Directory.CreateDirectory(folder).FullName;
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "a file system can be mounted by root on Linux alone");
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", Folder), "this machine does not let a file system be mounted");
    }

    /// <summary>Where it is.</summary>
    public string Folder { get; }

    /// <summary>Makes room.</summary>
    public void Grow(string size) => Assert.True(Run("mount", "-o", $"remount,size={size}", Folder));

    /// <summary>Takes the right to write.</summary>
    public void MakeReadOnly() => Assert.True(Run("mount", "-o", "remount,ro", Folder));

    public void Dispose() => Run("umount", Folder);

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        _ = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
