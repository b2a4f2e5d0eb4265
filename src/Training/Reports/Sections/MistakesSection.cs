using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Reports.Content;
using EmotionGpu.Training.Reports.Pictures;

namespace EmotionGpu.Training.Reports.Sections;

/// <summary>The clips whose wrong label got the highest probability, with their spectrograms.</summary>
internal static class MistakesSection
{
    private const int Shown = 9; // three rows of three

    /// <summary>A gallery; nothing without predictions. Validation clips only where there are no others.</summary>
    public static IEnumerable<ReportBlock> Blocks(ReportSource source)
    {
        if (source.Predictions is not { } predictions || predictions.Test.Count + predictions.Validation.Count == 0)
            yield break;
        var isTest = predictions.Test.Count > 0;
        Mistake[] mistakes = [.. Mistake.All(isTest ? predictions.Test : predictions.Validation).Take(Shown)];
        var seeds = source.Runs.DistinctBy(run => run.Seed).Count();
        yield return new ReportHeading("Most confident mistakes");
        if (mistakes.Length == 0)
        {
            yield return new ReportParagraph($"None: every {(isTest ? "test" : "validation")} clip is heard as it was acted.");
            yield break;
        }

        Picture?[] pictures = [.. mistakes.Select(mistake => Draw(source, mistake))];
        yield return new ReportParagraph(Explanation(isTest, seeds, pictures.Any(picture => picture is not null)), ParagraphKind.Small);
        yield return new ReportGallery(Table(source.Runs[0], mistakes, seeds), pictures, Note(source));
    }

    private static string Explanation(bool isTest, int seeds, bool hasPictures) =>
        $"The {(isTest ? "test" : "validation")} clips whose wrong label got the highest probability"
        + (seeds > 1 ? $", the mean of {seeds} seeds." : ".")
        + (hasPictures ? "" : " Their spectrograms need the cached features: 'emotion report FOLDER --cache DIR' adds them.");

    private static string Note(ReportSource source) =>
        $"Pictures are the clips' log-mel: time to the right, {Ceiling(source)} upwards, the brighter the louder, over "
        + $"{Spectrogram.RangeDecibels:0} dB.";

    private static string Ceiling(ReportSource source)
    {
        var logMel = source.Runs[0].Options.LogMel;
        return $"{logMel.NMels} mel bands up to {InDigits.Count((int)Math.Round(logMel.FMaxHz))} Hz";
    }

    private static Picture? Draw(ReportSource source, Mistake mistake)
    {
        if (source.LogMel?.Invoke(mistake.Clip.Path) is not { Frames: > 0, Mels: > 0 } clip)
            return null;
        var options = source.Runs[0].Options.LogMel;
        var seconds = (double)clip.Frames * options.HopLength / options.SampleRate;
        return Spectrogram.Draw(clip, $"Log-mel spectrogram of {mistake.Clip.Path}, {InDigits.Hundredths(seconds)} s");
    }

    private static ReportTable Table(RunRecord run, IReadOnlyList<Mistake> mistakes, int seeds) => new(
        "Mistakes, the most confident first",
        [
            new("clip", IsText: true), new("acted", IsText: true), new("heard as", IsText: true), new("p(heard)"), new("p(acted)"),
            new("actor", IsText: true), new("spoken", IsText: true), .. seeds > 1 ? [new ReportColumn("wrong in seeds")] : Array.Empty<ReportColumn>(),
        ],
        [.. mistakes.Select(mistake => Row(run, mistake, seeds).Select(text => new ReportCell(text)).ToArray())]);

    private static string[] Row(RunRecord run, Mistake mistake, int seeds)
    {
        var clip = mistake.Clip;
        return
        [
            clip.Path, run.Classes[clip.Truth], run.Classes[clip.Predicted], InDigits.Score(clip.Confidence), InDigits.Score(clip.Probabilities[clip.Truth]),
            ClipFacts.Speaker(run, clip.Actor), ClipFacts.Spoken(clip),
            .. seeds > 1 ? [$"{mistake.WrongSeeds} of {mistake.Seeds}"] : Array.Empty<string>(),
        ];
    }
}
