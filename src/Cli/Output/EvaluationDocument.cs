using System.Text.Json.Serialization;
using EmotionGpu.Features.Cache;
using EmotionGpu.Training.Metrics;

namespace EmotionGpu.Cli.Output;

/// <summary>The document of <c>evaluate --json</c>.</summary>
/// <param name="Model">The model file as typed.</param>
/// <param name="Mode"><c>emotion</c> or <c>sentiment</c>.</param>
/// <param name="Corpus">The recordings' corpus; null, and not in the document, where it is RAVDESS.</param>
/// <param name="Classes">Class names in the order of every list below.</param>
/// <param name="Clips">Recordings scored.</param>
/// <param name="Refused">Recordings left out, with the reason.</param>
/// <param name="MacroF1">Mean F1 over the classes that occur.</param>
/// <param name="Uar">Mean recall over the classes that have clips.</param>
/// <param name="Accuracy">Share of right answers.</param>
/// <param name="WeightedF1">Mean F1 over clips.</param>
/// <param name="PerClass">Class by class.</param>
/// <param name="Confusion">[truth][prediction].</param>
/// <param name="LogLoss">In nats a clip.</param>
/// <param name="Brier">0 to 2.</param>
/// <param name="Ece">Expected calibration error, 0 to 1.</param>
internal sealed record EvaluationDocument(
    string Model, string Mode, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Corpus, IReadOnlyList<string> Classes,
    int Clips, IReadOnlyList<RefusedClip> Refused, double MacroF1, double Uar, double Accuracy, double WeightedF1,
    IReadOnlyList<ClassScores> PerClass, IReadOnlyList<IReadOnlyList<int>> Confusion, double LogLoss, double Brier, double Ece);
