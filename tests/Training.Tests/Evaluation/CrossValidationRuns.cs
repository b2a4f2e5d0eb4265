using EmotionGpu.Training.Evaluation;

namespace EmotionGpu.Training.Tests.Evaluation;

/// <summary>Cross-validations of toy recordings.</summary>
internal static class CrossValidationRuns
{
    /// <summary>Runs one.</summary>
    public static (CrossValidationOutcome Outcome, CrossValidationEvents Events) Run(CrossValidationRequest request)
    {
        var events = new CrossValidationEvents();
        return (CrossValidation.Run(request, events, TestContext.Current.CancellationToken), events);
    }

    /// <summary>Requires that one is refused for what is named.</summary>
    public static void Refuses(CrossValidationRequest request, string named) => Assert.Contains(
        named, Assert.Throws<CrossValidationException>(() => Run(request)).Message, StringComparison.Ordinal);
}
