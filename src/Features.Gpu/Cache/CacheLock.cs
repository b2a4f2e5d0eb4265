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
/// The right to write to a cache folder: an open file <c>.lock</c> that nobody else can open. The system closes it with the
/// process, however that ends, so a stale lock does not exist. Readers need none: files only ever appear whole.
/// </summary>
internal static class CacheLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Makes the folder where it is missing and takes its lock.</summary>
    /// <exception cref="CacheBusyException">Somebody else held it all of <paramref name="wait"/>.</exception>
    public static FileStream Take(string cacheFolder, TimeSpan wait, CancellationToken cancellation)
    {
        Directory.CreateDirectory(cacheFolder);
        var path = Path.Combine(cacheFolder, CacheFormat.LockFile);
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException held) when (held.GetType() == typeof(IOException) && File.Exists(path))
            {
                if (wait != Timeout.InfiniteTimeSpan && waited.Elapsed >= wait)
                {
                    var seconds = waited.Elapsed.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture);
                    throw new CacheBusyException(
                        $"{cacheFolder}: another build or prune is at work, still after {seconds} s; wait for it, or name another cache", held);
                }
            }

            if (cancellation.WaitHandle.WaitOne(Pause))
                cancellation.ThrowIfCancellationRequested();
        }
    }
}
