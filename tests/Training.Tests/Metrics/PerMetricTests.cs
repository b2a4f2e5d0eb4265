using System.Text.Json;
using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Reports;

namespace EmotionGpu.Training.Tests.Metrics;

public class PerMetricTests
{
    [Fact]
    public void A_document_has_a_number_for_every_metric_and_gives_it_back()
    {
        var scores = new PerMetric<double>(0.1, 0.2, 0.3, 0.4);
        var json = JsonSerializer.Serialize(scores, RunJson.Options);
        using var document = JsonDocument.Parse(json);
        Assert.Equal(["macroF1", "uar", "accuracy", "weightedF1"], document.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(scores, JsonSerializer.Deserialize<PerMetric<double>>(json, RunJson.Options));
    }

    [Fact]
    public void Scores_written_before_weighted_F1_was_reported_have_it_too()
    {
        var scores = ConfusionMatrix.From(["a", "b"], [0, 0, 0, 1], [0, 0, 1, 1]).Scores();
        var json = JsonSerializer.Serialize(scores, RunJson.Options);
        var older = JsonSerializer.Serialize(new { scores.MacroF1, scores.Uar, scores.Accuracy, scores.PerClass, scores.Confusion }, RunJson.Options);
        Assert.Contains("\"weightedF1\"", json, StringComparison.Ordinal);
        Assert.Equal((3 * 0.8 + 2 / 3.0) / 4, JsonSerializer.Deserialize<Scores>(older, RunJson.Options)!.WeightedF1, 1e-15);
    }
}
