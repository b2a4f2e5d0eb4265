using System.Collections.Concurrent;
using EmotionGpu.Features.Audio;
using EmotionGpu.Inference;

namespace EmotionGpu.Serving.Streams;

/// <summary>
/// Predicts windows of many streams, on one thread: while it computes, those that come wait, and go together in the next call. Each stream waits for its answer, so
/// there are no more of them than streams, and each has its turn.
/// </summary>
internal sealed class WindowBatcher : IDisposable
{
    /// <summary>Windows a call: the last one of it waits for the others.</summary>
    private const int MaxBatch = 8;

    private readonly BlockingCollection<(Waveform Window, TaskCompletionSource<Prediction> Answer)> _waiting = [];
    private readonly EmotionModel _model;
    private readonly Thread _thread;

    /// <param name="model">Not disposed.</param>
    public WindowBatcher(EmotionModel model)
    {
        _model = model;
        _thread = new Thread(Run) { IsBackground = true, Name = "windows" };
        _thread.Start();
    }

    /// <summary>What the model says about a window.</summary>
    public Task<Prediction> Predict(Waveform window)
    {
        var answer = new TaskCompletionSource<Prediction>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add((window, answer));
        return answer.Task;
    }

    /// <summary>Answers what waits, and ends.</summary>
    public void Dispose()
    {
        _waiting.CompleteAdding();
        _thread.Join();
        _waiting.Dispose();
    }

    private void Run()
    {
        var batch = new List<(Waveform Window, TaskCompletionSource<Prediction> Answer)>(MaxBatch);
        foreach (var first in _waiting.GetConsumingEnumerable())
        {
            batch.Add(first);
            while (batch.Count < MaxBatch && _waiting.TryTake(out var next))
                batch.Add(next);
            Answer(batch);
            batch.Clear();
        }
    }

    private void Answer(List<(Waveform Window, TaskCompletionSource<Prediction> Answer)> batch)
    {
        try
        {
            var predictions = _model.Predict([.. batch.Select(one => one.Window)]);
            foreach (var (one, prediction) in batch.Zip(predictions))
                one.Answer.SetResult(prediction);
        }
        catch (Exception error) when (batch.Count == 1)
        {
            // Whoever waits gets it; the thread serves the others.
            batch[0].Answer.SetException(error);
        }
        catch (Exception)
        {
            // One of them is at fault: by itself each gets what is its own.
            foreach (var one in batch)
                Answer([one]);
        }
    }
}
