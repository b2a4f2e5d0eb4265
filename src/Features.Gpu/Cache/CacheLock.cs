using System.Diagnostics;
using System.Globalization;

namespace EmotionGpu.Features.Cache;

/// <summary>Another process writes to the cache folder, and went on for longer than one was ready to wait.</summary>
public sealed class CacheBusyException : IOException
{
    /// <param name="message">The folder and what to do.</param>
    /// <param name="inner">The error underneath.</param>
    public CacheBusyException(string message, Exception inner) : base(message, inner)
    {
    }
}

/// <summary>
/// The right to write to a cache folder: an open file <c>.lock</c> that nobody else can open, or only others who share it as the
/// builders of slices do, who hold a file of their own besides. The system closes it with the
/// process, however that ends, so a stale lock does not exist. Readers need none: files only ever appear whole.
/// </summary>
internal static class CacheLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Makes the folder where it is missing and takes its lock, or another one in it.</summary>
    /// <exception cref="CacheBusyException">Somebody else held it all of <paramref name="wait"/>.</exception>
    public static FileStream Take(string cacheFolder, TimeSpan wait, CancellationToken cancellation, string file = CacheFormat.LockFile) =>
        Take(cacheFolder, file, FileAccess.ReadWrite, FileShare.None, wait, cancellation);

    /// <summary>Makes the folder where it is missing and takes its lock as one of several who leave each other's files alone.</summary>
    /// <exception cref="CacheBusyException">Somebody held it alone all of <paramref name="wait"/>.</exception>
    public static FileStream TakeShared(string cacheFolder, TimeSpan wait, CancellationToken cancellation) =>
        Take(cacheFolder, CacheFormat.LockFile, FileAccess.Read, FileShare.Read, wait, cancellation);

    private static FileStream Take(
        string cacheFolder, string file, FileAccess access, FileShare share, TimeSpan wait, CancellationToken cancellation)
    {
        Directory.CreateDirectory(cacheFolder);
        var path = Path.Combine(cacheFolder, file);
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, access, share, bufferSize: 0);
            }
            catch (IOException held) when (held.GetType() == typeof(IOException) && File.Exists(path))
            {
                if (wait != Timeout.InfiniteTimeSpan && waited.Elapsed >= wait)
                {
                    var seconds = waited.Elapsed.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture);
                    throw new CacheBusyException(
                        $"{cacheFolder}: another build, merge or prune is at work, still after {seconds} s; wait for it, or name another cache", held);
                }
            }

            if (cancellation.WaitHandle.WaitOne(Pause))
                cancellation.ThrowIfCancellationRequested();
        }
    }
}
