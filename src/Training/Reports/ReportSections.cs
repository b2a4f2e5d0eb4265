using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EmotionGpu.Training.Reports;

/// <summary>The parts of <see cref="HtmlReport"/> besides its score tables.</summary>
internal static class ReportSections
{
    /// <summary>On the demo corpus: what its scores are not.</summary>
    public static void Banner(StringBuilder page, RunRecord run)
    {
        if (run.Corpus == "demo")
            page.Append(
                """
                <p class="banner"><strong>Synthetic clips.</strong> This model was trained and scored on the built-in demo corpus,
                sounds that a program made up. Its scores show that the program works; they say nothing about real speech. For real speech
                get RAVDESS: record 1188976 on Zenodo, file <code>Audio_Speech_Actors_01-24.zip</code>, licence CC BY-NC-SA 4.0. Unpack it
                to <code>data/RAVDESS</code> and train again.</p>

                """);
    }

    /// <summary>What this page is, in plain words.</summary>
    public static void Introduction(StringBuilder page, RunRecord run)
    {
        page.Append(CultureInfo.InvariantCulture,
            $"""
            <p>This page reports one training of a network that hears {Encode(Listed(run.Classes))} in a voice. It learned from
            {run.Clips.Train} clips of {Count(run.Actors.Train)} and was scored on clips of other actors, whose voices it had never
            learned from. After every epoch it was scored on {run.Clips.Validation} validation clips of {Count(run.Actors.Validation)},
            and the weights of the epoch with the highest macro-F1 were kept. Guessing would score {1.0 / run.Classes.Count:0.000}.</p>

            """);
        page.Append(run.Test is null
            ? """
              <p class="note"><strong>No test clips.</strong> The protocol names no test actors, or the data has none of them. The best validation
              score is optimistic, because the same clips chose the epoch; on new voices expect less.</p>

              """
            : string.Create(CultureInfo.InvariantCulture,
                $"""
                <p>The kept weights then met {run.Clips.Test} test clips of {Count(run.Actors.Test)} who had no part in any choice: that
                score is the honest one. The best validation score is optimistic, because the same clips chose the epoch.</p>

                """));
    }

    /// <summary>Best epoch, last epoch and test side by side.</summary>
    public static void Summary(StringBuilder page, RunRecord run)
    {
        page.Append("<h2>Scores</h2>\n<div class=\"wide\"><table>\n<tr class=\"head\"><th></th><th>macro-F1</th><th>UAR</th><th>accuracy</th></tr>\n");
        Row($"validation, best epoch ({run.Best.Epoch})", run.Best.MacroF1, run.Best.Uar, run.Best.Accuracy);
        Row($"validation, last epoch ({run.Last.Epoch})", run.Last.MacroF1, run.Last.Uar, run.Last.Accuracy);
        if (run.Test is { } test)
            Row("test, weights of the best epoch", test.MacroF1, test.Uar, test.Accuracy);
        page.Append("</table></div>\n<p class=\"small\">macro-F1: mean over the classes of 2·precision·recall/(precision + recall). "
            + "UAR, unweighted average recall: mean over the classes of the share that was recognised. "
            + "A last epoch far below the best one shows overfitting.</p>\n");

        void Row(string name, double macroF1, double uar, double accuracy) => page.Append(CultureInfo.InvariantCulture,
            $"<tr><th>{name}</th><td>{HtmlReport.Score(macroF1)}</td><td>{HtmlReport.Score(uar)}</td><td>{HtmlReport.Score(accuracy)}</td></tr>\n");
    }

    /// <summary>Loss, scores and learning rate over the epochs.</summary>
    public static void Curves(StringBuilder page, RunRecord run)
    {
        Curve Of(string name, Func<EpochRecord, double> value) => new(name, [.. run.Epochs.Select(value)]);
        string Chart(string title, double high, params Curve[] curves) => CurveChart.Figure(title, curves, 0, high, run.Best.Epoch);

        page.Append("<h2>Epochs</h2>\n<p class=\"small\">The dashed line marks the best epoch.</p>\n<div class=\"charts\">\n")
            .Append(Chart("Loss", 0.1, Of("training", epoch => epoch.TrainLoss), Of("validation", epoch => epoch.ValidationLoss)))
            .Append(Chart("Validation scores", 0.5, Of("macro-F1", epoch => epoch.MacroF1), Of("UAR", epoch => epoch.Uar)))
            .Append(Chart("Accuracy", 0.5, Of("training", epoch => epoch.TrainAccuracy), Of("validation", epoch => epoch.Accuracy)))
            .Append(Chart("Learning rate", 1e-6, Of("learning rate", epoch => epoch.Lr)))
            .Append("</div>\n");
    }

    /// <summary>Who stood on which side.</summary>
    public static void Actors(StringBuilder page, RunRecord run)
    {
        page.Append(CultureInfo.InvariantCulture,
            $"""
            <h2>Actors</h2>
            <p>Protocol <code>{Encode(run.Protocol)}</code>, fold {run.Fold}. No actor stands on two sides; odd numbers are men, even ones women.{Drawn(run)}</p>

            """);
        page.Append("<div class=\"wide\"><table>\n<tr class=\"head\"><th>side</th><th>clips</th><th class=\"text\">actors</th></tr>\n");
        Row("training", run.Clips.Train, run.Actors.Train);
        Row("validation", run.Clips.Validation, run.Actors.Validation);
        Row("test", run.Clips.Test, run.Actors.Test);
        Row("missing from the data", null, run.Actors.Missing);
        page.Append("</table></div>\n");

        void Row(string side, int? clips, IReadOnlyList<int> actors) => page.Append(CultureInfo.InvariantCulture,
            $"<tr><th>{side}</th><td>{clips}</td><td class=\"text\">{(actors.Count == 0 ? "none" : string.Join(", ", actors))}</td></tr>\n");
    }

    /// <summary>Class weights, every option, environment and times.</summary>
    public static void Settings(StringBuilder page, RunRecord run)
    {
        page.Append("<h2>How it was made</h2>\n");
        var general = new JsonObject
        {
            ["corpus"] = run.Corpus,
            ["recipe"] = run.Recipe,
            ["seed"] = run.Seed,
            ["device"] = run.Device,
            ["precision"] = run.Precision.ToString().ToLowerInvariant(),
            ["class weights"] = string.Join(", ", run.Classes.Zip(run.ClassWeights, (name, weight) => $"{name} {HtmlReport.Score(weight)}")),
        };
        Table("Run", general, open: true);
        Table("Options", JsonSerializer.SerializeToNode(run.Options, RunJson.Options), open: false);
        Table("Environment", JsonSerializer.SerializeToNode(run.Environment, RunJson.Options), open: false);
        Table("Seconds", JsonSerializer.SerializeToNode(run.Seconds, RunJson.Options), open: false);

        void Table(string name, JsonNode? values, bool open)
        {
            page.Append(CultureInfo.InvariantCulture, $"<details{(open ? " open" : "")}><summary>{name}</summary><div class=\"wide\"><table>\n");
            foreach (var (key, value) in Leaves(values, ""))
                page.Append(CultureInfo.InvariantCulture, $"<tr><th>{Encode(key)}</th><td class=\"text\">{Encode(value)}</td></tr>\n");
            page.Append("</table></div></details>\n");
        }
    }

    private static IEnumerable<(string Key, string Value)> Leaves(JsonNode? node, string key) => node is JsonObject parts
        ? parts.SelectMany(part => Leaves(part.Value, key.Length == 0 ? part.Key : $"{key}.{part.Key}"))
        : [(key, node?.ToString() ?? "none")];

    private static string Count(IReadOnlyList<int> actors) => actors.Count == 1 ? "1 actor" : $"{actors.Count} actors";

    private static string Listed(IReadOnlyList<string> classes) => string.Join(", ", classes.SkipLast(1)) + " and " + classes[^1];

    private static string Encode(string text) => HtmlReport.Encode(text);

    private static string Drawn(RunRecord run) => run.Actors.ValidationDrawn
        ? " The protocol names no validation actors that are there: they were taken from the training actors, so a score is not to be compared with one of another split."
        : "";
}
