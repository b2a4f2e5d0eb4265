using System.Collections.Concurrent;
using EmotionGpu.Features.Devices;

namespace EmotionGpu.Features.Cache;

/// <summary>
/// The threads that call the backend, as many as calls are worth making at once. Batches come to them through a bounded queue, so
/// that who reads never runs far ahead of who computes.
/// </summary>
internal sealed class ComputeWorkers : IDisposable
{
    private readonly IFeatureBackend _backend;
    private readonly BlockingCollection<ClipBatch> _batches;
    private readonly Thread[] _threads;
    private readonly CancellationTokenSource _stop = new();

    public ComputeWorkers(IFeatureBackend backend)
    {
        _backend = backend;
        _batches = new BlockingCollection<ClipBatch>(backend.ParallelCalls);
        _threads = [.. Enumerable.Range(0, backend.ParallelCalls).Select(i => new Thread(Run) { IsBackground = true, Name = $"features {i}" })];
        foreach (var thread in _threads)
            thread.Start();
    }

    /// <summary>Hands over a batch; waits while the queue is full.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while waiting.</exception>
    public void Submit(ClipBatch batch, CancellationToken cancellation) => _batches.Add(batch, cancellation);

    /// <summary>Lets the calls that are under way end and drops what waits: after a build that is done, nothing.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        foreach (var thread in _threads)
            thread.Join();
        _batches.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        try
        {
            foreach (var batch in _batches.GetConsumingEnumerable(_stop.Token))
                batch.Compute(_backend);
        }
        catch (OperationCanceledException)
        {
            // The build is over.
        }
    }
}
