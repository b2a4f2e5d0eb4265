using System.Runtime.InteropServices;

namespace EmotionGpu.Features.Tests.Devices;

/// <summary>
/// Leaves this process a little memory to ask the system for, until it is disposed: a larger piece is refused, for real. What the runtime
/// has reserved already, all of its heap, is not touched.
/// </summary>
internal sealed class AddressSpaceLimit : IDisposable
{
    private const int AddressSpace = 9; // RLIMIT_AS

    private readonly Limits _before;

    /// <param name="bytesLeft">What may still be asked for.</param>
    public AddressSpaceLimit(long bytesLeft)
    {
        Assert.Equal(0, Get(AddressSpace, out _before));
        var used = long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) * Environment.SystemPageSize;
        Assert.Equal(0, Set(AddressSpace, _before with { Soft = (ulong)(used + bytesLeft) }));
    }

    public void Dispose() => _ = Set(AddressSpace, _before);

    [DllImport("libc", EntryPoint = "getrlimit"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Get(int resource, out Limits limits);

    [DllImport("libc", EntryPoint = "setrlimit"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Set(int resource, in Limits limits);

    [StructLayout(LayoutKind.Sequential)]
    private record struct Limits(ulong Soft, ulong Hard);
}
