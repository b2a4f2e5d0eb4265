using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Tests.Evaluation;

/// <summary>Remembers what a cross-validation told.</summary>
internal sealed class CrossValidationEvents : IProgress<CrossValidationEvent>
{
    private readonly List<CrossValidationEvent> _events = [];

    /// <summary>Folds and seeds that were trained, in order.</summary>
    public IEnumerable<(int Fold, int Seed)> Trained =>
        _events.OfType<CrossValidationEvent.RunStarted>().Select(run => (run.Fold, run.Seed));

    /// <summary>Where each finished run was taken over from; null: it was trained.</summary>
    public IEnumerable<string?> TakenFrom => _events.OfType<CrossValidationEvent.RunFinished>().Select(run => run.TakenFrom);

    /// <summary>Trainings that went on after a checkpoint.</summary>
    public IEnumerable<TrainingEvent.Resumed> Resumed =>
        _events.OfType<CrossValidationEvent.InTraining>().Select(training => training.Event).OfType<TrainingEvent.Resumed>();

    /// <summary>What was planned first.</summary>
    public CrossValidationEvent.Planned Planned => _events.OfType<CrossValidationEvent.Planned>().First();

    public void Report(CrossValidationEvent value) => _events.Add(value);
}
