using System.IO.Compression;
using System.Text.Json;
using EmotionGpu.Features.Cache;
using EmotionGpu.Inference;
using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Reports;
using EmotionGpu.Training.Reports.Sections;

namespace EmotionGpu.Training.Export;

/// <summary>Makes model cards, and puts them into model files.</summary>
public static class ModelCards
{
    /// <summary>The card of a run's model, with the scores of its recipe.</summary>
    /// <param name="run">The training.</param>
    /// <param name="scored">A cross-validation of the same recipe, front end and mode.</param>
    /// <exception cref="CrossValidationException">It is of others, or has no test scores.</exception>
    public static ModelCard Of(RunRecord run, CrossValidationResult scored)
    {
        RequireSame("mode", run.Mode, scored.Mode);
        RequireSame("corpus", run.Corpus, scored.Corpus);
        RequireSame("options", Facts(run.Options), Facts(scored.Options));
        if (scored.Test is not { } test)
            throw new CrossValidationException($"{scored.Name} has no test scores: a protocol with test actors is wanted");

        var pooled = test.Models.Pooled;
        return new ModelCard(
            run.Recipe, run.Corpus, run.Clips.Train, run.Actors.Train.Count,
            new ModelCardScores(
                scored.Protocol, scored.Seeds.Count, test.Models.Clips, test.Models.Actors, test.Baselines.Chance.Uar,
                Score(pooled.MacroF1), Score(pooled.Uar), Score(pooled.Accuracy)),
            [.. ModelCardSection.Points([run], scored).Select(point => new ModelCardPoint(point.Title, point.Text))]);
    }

    /// <summary>Puts a card into a model file, in place of the one that it has.</summary>
    /// <param name="path">A <c>model.zip</c>; replaced as a whole or not at all.</param>
    /// <param name="card">The card.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, ModelCard card)
    {
        using var copy = new MemoryStream();
        using (var file = File.OpenRead(path))
            file.CopyTo(copy);
        using (var zip = new ZipArchive(copy, ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.GetEntry(ModelCard.EntryName)?.Delete();
            using var entry = zip.CreateEntry(ModelCard.EntryName).Open();
            entry.Write(card.ToJson());
        }

        DurableFile.Write(path, stream => copy.WriteTo(stream));
    }

    private static ModelCardScore Score(IntervalEstimate pooled) => new(pooled.Estimate, pooled.Low, pooled.High);

    // Its name is what a recipe was made from, not what it is.
    private static string Facts(RunOptions options) =>
        JsonSerializer.Serialize(options with { Recipe = options.Recipe with { Name = "" } }, RunJson.Options).ReplaceLineEndings("");

    private static void RequireSame(string what, string run, string scored)
    {
        if (run != scored)
            throw new CrossValidationException($"the model was made with {what} {run}, the cross-validation with {scored}: scores of the model's own recipe are wanted");
    }
}
