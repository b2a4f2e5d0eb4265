using EmotionGpu.Training.Evaluation;

namespace EmotionGpu.Training.Tests.Evaluation;

/// <summary>Three folds in two seeds, the third fold's actors absent; shared by the tests that only look at it.</summary>
public sealed class FinishedCrossValidation : IDisposable
{
    public FinishedCrossValidation()
    {
        Protocol = Recordings.WriteProtocol([1, 2], [3, 4], [5, 6]);
        Outcome = CrossValidation.Run(Recordings.Request(Protocol), Events, TestContext.Current.CancellationToken);
    }

    internal ToyRecordings Recordings { get; } = new();

    internal CrossValidationEvents Events { get; } = new();

    internal string Protocol { get; }

    internal CrossValidationOutcome Outcome { get; }

    internal CrossValidationFolder Finished => Outcome.Finished!;

    public void Dispose() => Recordings.Dispose();
}
