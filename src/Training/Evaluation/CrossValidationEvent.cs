using EmotionGpu.Training.Reports;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Evaluation;

/// <summary>What happens in a cross-validation, told in order and from one thread.</summary>
public abstract record CrossValidationEvent
{
    private CrossValidationEvent()
    {
    }

    /// <summary>A row of an ablation begins.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Number">Which it is, from 1.</param>
    /// <param name="Rows">How many there are.</param>
    public sealed record RowStarted(string Name, int Number, int Rows) : CrossValidationEvent;

    /// <summary>It is known what is to be done.</summary>
    /// <param name="Plan">Folds that are run and folds that are skipped.</param>
    /// <param name="Runs">Runs asked for.</param>
    /// <param name="Finished">Of those, runs that are in the folder already.</param>
    public sealed record Planned(FoldPlan Plan, int Runs, int Finished) : CrossValidationEvent;

    /// <summary>A run begins.</summary>
    /// <param name="Fold">Its fold.</param>
    /// <param name="Seed">Its seed.</param>
    /// <param name="Number">Which of the runs asked for it is, from 1.</param>
    /// <param name="Runs">Runs asked for.</param>
    public sealed record RunStarted(int Fold, int Seed, int Number, int Runs) : CrossValidationEvent;

    /// <summary>Something happens in the preparation or in the run that began last.</summary>
    public sealed record InTraining(TrainingEvent Event) : CrossValidationEvent;

    /// <summary>The run that began last is finished.</summary>
    /// <param name="Record">Its record.</param>
    /// <param name="TakenFrom">The cross-validation of emotions that it was taken over from (<see cref="CrossValidationRequest.From"/>); null: it was trained.</param>
    public sealed record RunFinished(RunRecord Record, string? TakenFrom = null) : CrossValidationEvent;
}
