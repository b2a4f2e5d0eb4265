using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Tests.Evaluation;

/// <summary>Remembers what a cross-validation told.</summary>
internal sealed class CrossValidationEvents : IProgress<CrossValidationEvent>
{
    private readonly List<CrossValidationEvent> _events = [];

    /// <summary>Called with the name of each row that begins.</summary>
    public Action<string>? OnRow { get; init; }

    /// <summary>Folds and seeds that were trained, in order.</summary>
    public IEnumerable<(int Fold, int Seed)> Trained =>
        _events.OfType<CrossValidationEvent.RunStarted>().Select(run => (run.Fold, run.Seed));

    /// <summary>Where each finished run was taken over from; null: it was trained.</summary>
    public IEnumerable<string?> TakenFrom => _events.OfType<CrossValidationEvent.RunFinished>().Select(run => run.TakenFrom);

    /// <summary>Trainings that went on after a checkpoint.</summary>
    public IEnumerable<TrainingEvent.Resumed> Resumed =>
        _events.OfType<CrossValidationEvent.InTraining>().Select(training => training.Event).OfType<TrainingEvent.Resumed>();

    /// <summary>Rows of an ablation, in the order in which they began.</summary>
    public IEnumerable<string> Rows => _events.OfType<CrossValidationEvent.RowStarted>().Select(row => row.Name);

    /// <summary>What was planned first.</summary>
    public CrossValidationEvent.Planned Planned => _events.OfType<CrossValidationEvent.Planned>().First();

    public void Report(CrossValidationEvent value)
    {
        _events.Add(value);
        if (value is CrossValidationEvent.RowStarted row)
            OnRow?.Invoke(row.Name);
    }
}
