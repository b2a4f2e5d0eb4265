using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Benchmarks;

/// <summary>Seconds of one epoch.</summary>
/// <param name="Seconds">From its first step to the end of its validation.</param>
/// <param name="Parts">Of these, each part's; they add up.</param>
internal sealed record EpochTimes(double Seconds, IReadOnlyDictionary<StepPart, double> Parts);

/// <summary>Listens to a training and keeps the time of each part.</summary>
/// <param name="time">The clock.</param>
/// <param name="settle">
/// Called before the clock is read: waits for a device that works on while the program goes on, so that its time is counted to the part that
/// asked for the work.
/// </param>
internal sealed class StepClock(TimeProvider time, Action settle) : IStepObserver, IProgress<TrainingEvent>
{
    private readonly double[] _seconds = new double[Enum.GetValues<StepPart>().Length];
    private readonly List<EpochTimes> _epochs = [];
    private StepPart? _part;
    private long _since;

    /// <summary>Every epoch that is done.</summary>
    public IReadOnlyList<EpochTimes> Epochs => _epochs;

    /// <inheritdoc/>
    public void Enter(StepPart part)
    {
        settle();
        var now = time.GetTimestamp();
        if (_part is { } before)
            _seconds[(int)before] += time.GetElapsedTime(_since, now).TotalSeconds;
        (_part, _since) = (part, now);
    }

    /// <summary>
    /// The loop says itself how long an epoch took, to the end of its validation; what is in no part of that is
    /// <see cref="StepPart.Other"/>. What passed since the validation, up to this event, is not counted.
    /// </summary>
    public void Report(TrainingEvent value)
    {
        if (value is not TrainingEvent.EpochDone epoch)
            return;
        _seconds[(int)StepPart.Other] = 0;
        _seconds[(int)StepPart.Other] = epoch.Record.Seconds - _seconds.Sum();
        _epochs.Add(new EpochTimes(epoch.Record.Seconds, Enum.GetValues<StepPart>().ToDictionary(part => part, part => _seconds[(int)part])));
        Array.Clear(_seconds);
        _part = null;
    }
}
