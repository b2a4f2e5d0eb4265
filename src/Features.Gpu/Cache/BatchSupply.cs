using System.Runtime.ExceptionServices;

namespace EmotionGpu.Features.Cache;

/// <summary>The batches of a build: filled, computed by the workers, filled again.</summary>
/// <param name="workers">Compute.</param>
/// <param name="release">Takes a recording back once it is computed.</param>
/// <param name="cancellation">Ends the waiting for a worker.</param>
internal sealed class BatchSupply(ComputeWorkers workers, Action<PreparedRecording> release, CancellationToken cancellation)
{
    private readonly object _lock = new();
    private readonly Stack<ClipBatch> _free = new();
    private int _underWay;
    private Exception? _problem;

    /// <summary>An empty batch.</summary>
    public ClipBatch Take()
    {
        lock (_lock)
            return _free.TryPop(out var batch) ? batch : new ClipBatch(Computed);
    }

    /// <summary>Hands a batch to the workers; waits while they have enough.</summary>
    /// <exception cref="OperationCanceledException">The build was cancelled.</exception>
    public void Submit(ClipBatch batch)
    {
        lock (_lock)
        {
            ThrowProblem();
            _underWay++;
        }

        workers.Submit(batch, cancellation);
    }

    /// <summary>Waits until every batch is computed; throws what went wrong with one.</summary>
    public void WaitForAll()
    {
        lock (_lock)
        {
            while (_underWay > 0)
                Monitor.Wait(_lock);
            ThrowProblem();
        }
    }

    private void Computed(ClipBatch batch, Exception? problem)
    {
        foreach (var recording in batch.Recordings)
            release(recording);
        batch.Clear();
        lock (_lock)
        {
            _free.Push(batch);
            _problem ??= problem;
            _underWay--;
            Monitor.Pulse(_lock);
        }
    }

    private void ThrowProblem()
    {
        if (_problem is not null)
            ExceptionDispatchInfo.Throw(_problem);
    }
}
