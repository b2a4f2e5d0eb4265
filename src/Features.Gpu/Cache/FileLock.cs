namespace EmotionGpu.Features.Cache;

/// <summary>
/// A file that one process holds, or several who share it. The system lets go of it with the process, however that ends, so a stale lock does
/// not exist, though the file may stay. Takes a file system that has locks (<c>flock</c> on Unix).
/// </summary>
public static class FileLock
{
    // EWOULDBLOCK of Linux and of macOS, which .NET hands through; ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION.
    private static readonly int[] Held = OperatingSystem.IsWindows() ? [unchecked((int)0x80070020), unchecked((int)0x80070021)] : [OperatingSystem.IsLinux() ? 11 : 35];

    /// <summary>Takes a lock, if nobody else holds it.</summary>
    /// <param name="path">The file, made where it is missing; its folder must exist.</param>
    /// <param name="shared">Whether others may hold it too who say the same.</param>
    /// <param name="deletes">Whether the file is deleted when the lock is given back.</param>
    /// <returns>The lock, which disposing gives back; null: somebody else holds it.</returns>
    /// <exception cref="IOException">The file cannot be made or opened, whoever holds it.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public static IDisposable? TryTake(string path, bool shared = false, bool deletes = false)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, shared ? FileAccess.Read : FileAccess.ReadWrite, shared ? FileShare.Read : FileShare.None,
                bufferSize: 0, deletes ? FileOptions.DeleteOnClose : FileOptions.None);
        }
        catch (IOException error) when (Held.Contains(error.HResult))
        {
            return null;
        }
    }
}
