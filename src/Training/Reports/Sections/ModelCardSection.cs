using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Reports.Content;

namespace EmotionGpu.Training.Reports.Sections;

/// <summary>What the model is for, what its score means, and where it ends.</summary>
internal static class ModelCardSection
{
    /// <summary>A list of points; on the demo corpus another one.</summary>
    public static IEnumerable<ReportBlock> Blocks(ReportSource source)
    {
        yield return new ReportHeading("Model card");
        yield return new ReportList(Points(source.Runs, source.Result));
    }

    /// <summary>The same points by themselves.</summary>
    /// <param name="runs">The trainings.</param>
    /// <param name="result">Their scores, or those of their recipe.</param>
    public static (string Title, string Text)[] Points(IReadOnlyList<RunRecord> runs, CrossValidationResult? result) =>
        runs[0].Corpus switch
        {
            "demo" => Demo(runs[0]),
            "ravdess" => Ravdess(runs, result),
            _ => Other(runs, result),
        };

    private static (string, string)[] Ravdess(IReadOnlyList<RunRecord> runs, CrossValidationResult? result)
    {
        var run = runs[0];
        return
        [
            Task(run),
            ("Data", "Recordings named as in RAVDESS: 24 professional actors, 12 men and 12 women, who speak two sentences of neutral content in North "
                + $"American English, in a studio. Of them {InDigits.Count(People(runs))} had a part here."),
            ("What the score means", Meaning(result, ", in the same room and with the same sentences,")),
            ("Acted speech", "Actors were asked for one emotion at a time and play it to be recognised. Feelings in daily life are weaker, mixed and "
                + "hidden; expect far lower scores there, and no statement of what somebody feels."),
            ("Two sentences", "Nothing was learned of other words. A voice is judged by how it sounds, never by what it says."),
            ("Voices", "24 adults of one accent. Children, old people, other languages and accents, and those whose voice is affected by illness "
                + "were not heard."),
            ("Sound", "A close microphone in a quiet room. Noise, reverberation, telephones and several speakers at once were not tested."),
            NotForDecisions,
            ("Licence", "RAVDESS is CC BY-NC-SA 4.0: not for commercial use, and what is made from it is shared alike, naming its authors "
                + "(Livingstone and Russo 2018, doi 10.1371/journal.pone.0196391). Treat weights learned from it in the same way."),
        ];
    }

    private static (string, string)[] Other(IReadOnlyList<RunRecord> runs, CrossValidationResult? result)
    {
        var run = runs[0];
        return
        [
            Task(run),
            ("Data", $"{Recordings(run.Corpus)}. {InDigits.Count(People(runs))} speakers had a part here."),
            ("What the score means", Meaning(result, ", on recordings made in the same way,")),
            ("Elsewhere", "Other people, words, languages, rooms and microphones were not tested. Acted emotion is played to be recognised: expect far lower "
                + "scores on feelings in daily life, and no statement of what somebody feels."),
            NotForDecisions,
            ("Licence", "That of the recordings holds for what is learned from them: look it up before the weights are handed on."),
        ];
    }

    private static string Recordings(string corpus) => corpus switch
    {
        "crema-d" => "Recordings named as in CREMA-D: actors speak twelve English sentences",
        "tess" => "Recordings named as in TESS: two women, one older and one younger, speak single English words after the same opening",
        "savee" => "Recordings named as in SAVEE: four men speak English sentences",
        "emodb" => "Recordings named as in EmoDB: actors speak ten German sentences",
        _ => "Recordings labelled by a table of the user's",
    };

    private static (string, string)[] Demo(RunRecord run) =>
    [
        ("Task", $"Names one of {run.Classes.Count} classes, {string.Join(", ", run.Classes)}; a trial of the program."),
        ("Data", "Synthetic clips that this program makes: tones and noise that no person spoke. The actors are made up."),
        ("What the score means", "That reading, features, training and scoring work. It says nothing about speech."),
        ("Not for", "Any real recording."),
    ];

    private static (string, string) NotForDecisions { get; } =
        ("Not for", "Decisions about people: hiring, school, police, insurance, diagnosis. Law forbids some of these outright in some countries.");

    private static (string, string) Task(RunRecord run) => ("Task", $"Names one of {run.Classes.Count} classes, {string.Join(", ", run.Classes)}, for "
        + $"{InDigits.Significant(run.Options.Input.DurationSeconds)} seconds of one voice, with a probability for each.");

    private static int People(IReadOnlyList<RunRecord> runs) =>
        runs.SelectMany(run => run.Actors.Train.Concat(run.Actors.Validation).Concat(run.Actors.Test)).Distinct().Count();

    private static string Meaning(CrossValidationResult? result, string where)
    {
        if (result?.Test is not { } test)
        {
            return result is null
                ? "Nothing was scored on other actors: the cross-validated score of its recipe says what to expect."
                : "It was measured on the validation actors, so it promises less on new voices than it says.";
        }

        var pooled = test.Models.Pooled;
        return $"On actors of the same kind whom the network has never heard{where} the mean over the "
            + $"classes of the share that it recognises (UAR) is {InDigits.Score(pooled.Uar.Estimate)}, with an interval of {InDigits.Range(pooled.Uar)}; guessing gives "
            + $"{InDigits.Score(test.Baselines.Chance.Uar)}. It does not say how sure a single answer is.";
    }
}
