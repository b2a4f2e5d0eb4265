using System.Diagnostics;
using System.Globalization;

namespace EmotionGpu.Features.Cache;

/// <summary>Another process writes to the cache folder, and went on for longer than one was ready to wait.</summary>
public sealed class CacheBusyException : IOException
{
    /// <param name="message">The folder and what to do.</param>
    public CacheBusyException(string message) : base(message)
    {
    }
}

/// <summary>
/// The right to write to a cache folder: the lock <c>.lock</c>, which one holds alone, or several together as the builders of slices do, who hold
/// one of their own besides. Readers need none: files only ever appear whole.
/// </summary>
internal static class CacheLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Makes the folder where it is missing and takes its lock, or another one in it.</summary>
    /// <param name="cacheFolder">The folder.</param>
    /// <param name="wait">How long to try; <see cref="Timeout.InfiniteTimeSpan"/> has no end.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="file">The lock.</param>
    /// <param name="busy">Told once who is in the way, if there is a wait.</param>
    /// <exception cref="CacheBusyException">Somebody else held it all of <paramref name="wait"/>.</exception>
    public static IDisposable Take(string cacheFolder, TimeSpan wait, CancellationToken cancellation, string file = CacheFormat.LockFile, Action<string>? busy = null) =>
        Take(cacheFolder, file, shared: false, wait, busy, cancellation);

    /// <summary>Makes the folder where it is missing and takes its lock as one of several who leave each other's files alone.</summary>
    /// <exception cref="CacheBusyException">Somebody held it alone all of <paramref name="wait"/>.</exception>
    public static IDisposable TakeShared(string cacheFolder, TimeSpan wait, CancellationToken cancellation, Action<string>? busy = null) =>
        Take(cacheFolder, CacheFormat.LockFile, shared: true, wait, busy, cancellation);

    private static IDisposable Take(string cacheFolder, string file, bool shared, TimeSpan wait, Action<string>? busy, CancellationToken cancellation)
    {
        Directory.CreateDirectory(cacheFolder);
        var path = Path.Combine(cacheFolder, file);
        var reason = $"{cacheFolder}: another build, merge or prune is at work";
        for (var waited = Stopwatch.StartNew(); ;)
        {
            if (FileLock.TryTake(path, shared) is { } taken)
                return taken;
            if (wait != Timeout.InfiniteTimeSpan && waited.Elapsed >= wait)
            {
                var seconds = waited.Elapsed.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture);
                throw new CacheBusyException($"{reason}, still after {seconds} s; wait for it, or name another cache");
            }

            busy?.Invoke(reason);
            busy = null;
            if (cancellation.WaitHandle.WaitOne(Pause))
                cancellation.ThrowIfCancellationRequested();
        }
    }
}
