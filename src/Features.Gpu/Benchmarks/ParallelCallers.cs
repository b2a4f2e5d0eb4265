using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace EmotionGpu.Features.Benchmarks;

/// <summary>Threads that do the same work at the same time, kept between passes: starting threads would be timed along otherwise.</summary>
internal sealed class ParallelCallers : IDisposable
{
    private readonly Thread[] _threads;
    private readonly Barrier _start;
    private readonly Barrier _end;
    private Action<int>? _work;
    private Exception? _failure;

    /// <param name="callers">Number of threads.</param>
    public ParallelCallers(int callers)
    {
        _start = new Barrier(callers + 1);
        _end = new Barrier(callers + 1);
        _threads = [.. Enumerable.Range(0, callers).Select(caller => new Thread(() => Loop(caller)) { IsBackground = true })];
        foreach (var thread in _threads)
            thread.Start();
    }

    /// <summary>Runs the work once on every thread.</summary>
    /// <param name="work">Given the thread's number.</param>
    /// <returns>The time from the first one's start to the last one's end.</returns>
    public TimeSpan Run(Action<int> work)
    {
        _work = work;
        var started = Stopwatch.GetTimestamp();
        _start.SignalAndWait();
        _end.SignalAndWait();
        var elapsed = Stopwatch.GetElapsedTime(started);
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
            ExceptionDispatchInfo.Throw(failure);
        return elapsed;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _work = null;
        _start.SignalAndWait();
        foreach (var thread in _threads)
            thread.Join();
        _start.Dispose();
        _end.Dispose();
    }

    private void Loop(int caller)
    {
        while (true)
        {
            _start.SignalAndWait();
            if (_work is not { } work)
                return;
            try
            {
                work(caller);
            }
            catch (Exception e)
            {
                // Thrown again on the thread that asked for the work.
                Interlocked.CompareExchange(ref _failure, e, null);
            }

            _end.SignalAndWait();
        }
    }
}
