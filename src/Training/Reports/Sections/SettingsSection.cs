using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using EmotionGpu.Training.Reports.Content;

namespace EmotionGpu.Training.Reports.Sections;

/// <summary>Every option, the class weights, the environment and the times.</summary>
internal static class SettingsSection
{
    /// <summary>Tables of names and values; of a cross-validation those of its first training, which all share but for fold and seed.</summary>
    public static IEnumerable<ReportBlock> Blocks(ReportSource source)
    {
        var run = source.Runs[0];
        yield return new ReportHeading("How it was made");
        if (source.IsCrossValidation)
        {
            yield return new ReportParagraph(
                "Options hold for every training; class weights and environment are those of the first.", ParagraphKind.Small);
        }

        yield return Table(source.IsCrossValidation ? "Trainings" : "Training", General(source));
        yield return Table("Options", Leaves(run.Options));
        yield return Table("Environment", Leaves(run.Environment));
        yield return Table("Seconds", source.IsCrossValidation
            ? [("all trainings", InDigits.Significant(source.Runs.Sum(one => one.Seconds.Total)))]
            : [.. Leaves(run.Seconds).Select(leaf => (leaf.Name, Rounded(leaf.Value)))]);
    }

    private static IEnumerable<(string Name, string Value)> General(ReportSource source)
    {
        var run = source.Runs[0];
        return
        [
            ("corpus", run.Corpus),
            ("recipe", run.Recipe),
            (source.IsCrossValidation ? "seeds" : "seed", InDigits.List(source.Runs.Select(one => one.Seed).Distinct())),
            ("device", run.Device),
            ("precision", string.Join(", ", source.Runs.Select(one => one.Precision.ToString().ToLowerInvariant()).Distinct())),
            ("class weights", string.Join(", ", run.LearnedClasses.Zip(run.ClassWeights, (name, weight) => $"{name} {InDigits.Score(weight)}"))),
        ];
    }

    private static ReportTable Table(string title, IEnumerable<(string Name, string Value)> rows) =>
        ReportTable.OfFacts(title, "name", "value", rows, TableKind.Folded);

    private static IEnumerable<(string Name, string Value)> Leaves<T>(T record) =>
        Leaves(JsonSerializer.SerializeToNode(record, RunJson.Options), "");

    private static IEnumerable<(string Name, string Value)> Leaves(JsonNode? node, string key) => node is JsonObject parts
        ? parts.SelectMany(part => Leaves(part.Value, key.Length == 0 ? part.Key : $"{key}.{part.Key}"))
        : [(key, node?.ToString() ?? "none")];

    private static string Rounded(string seconds) =>
        double.TryParse(seconds, CultureInfo.InvariantCulture, out var value) ? InDigits.Significant(value) : seconds;
}
