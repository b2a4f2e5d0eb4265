using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace EmotionGpu.Training.Corpora;

/// <summary>
/// The file name of a RAVDESS speech clip, <c>03-01-EE-II-SS-RR-AA.wav</c>: modality (03 audio alone), vocal channel
/// (01 speech), emotion, intensity, statement, repetition, actor.
/// </summary>
/// <param name="Emotion">Codes 01 to 08.</param>
/// <param name="Intensity">1 normal, 2 strong; neutral has no strong.</param>
/// <param name="Statement">1 or 2.</param>
/// <param name="Repetition">1 or 2.</param>
/// <param name="Actor">1 to 24, odd male, even female.</param>
public readonly record struct RavdessName(Emotion Emotion, int Intensity, int Statement, int Repetition, int Actor)
{
    /// <summary>Number of actors in RAVDESS.</summary>
    public const int Actors = 24;

    /// <summary>The form of a name.</summary>
    public const string Pattern = "03-01-EE-II-SS-RR-AA.wav";

    // Parts of a name and the largest value of each; all count from 1.
    private static readonly (string Name, int Last)[] Parts =
        [("modality", 3), ("vocal channel", 2), ("emotion", 8), ("intensity", 2), ("statement", 2), ("repetition", 2), ("actor", Actors)];

    /// <summary>Reads a file name.</summary>
    /// <param name="fileName">Without folders.</param>
    /// <param name="name">The codes, where the name is that of a speech clip.</param>
    /// <param name="reason">Why it is not, otherwise.</param>
    public static bool TryParse(string fileName, out RavdessName name, [NotNullWhen(false)] out string? reason)
    {
        name = default;
        if (!fileName.EndsWith(".wav", StringComparison.OrdinalIgnoreCase))
        {
            reason = $"not a WAV file; wanted {Pattern}";
            return false;
        }

        if (!TryReadCodes(fileName[..^4], out var codes, out reason))
            return false;

        reason = codes switch
        {
            [not 3, ..] => $"modality {codes[0]:00} is {(codes[0] == 1 ? "audio with video" : "video alone")}; only audio alone (03) is taken",
            [_, not 1, ..] => "vocal channel 02 is song; only speech (01) is taken",
            [_, _, 1, 2, ..] => "neutral (01) with strong intensity (02) does not exist in RAVDESS",
            _ => null,
        };
        name = new RavdessName((Emotion)(codes[2] - 1), codes[3], codes[4], codes[5], codes[6]);
        return reason is null;
    }

    /// <summary>The file name.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"03-01-{(int)Emotion + 1:00}-{Intensity:00}-{Statement:00}-{Repetition:00}-{Actor:00}.wav");

    /// <summary>The clip at a path, with these labels.</summary>
    public CorpusClip ToClip(string path) => new(path, Actor, Emotion, Intensity, Statement, Repetition);

    private static bool TryReadCodes(string stem, out int[] codes, [NotNullWhen(false)] out string? reason)
    {
        codes = new int[Parts.Length];
        var fields = stem.Split('-');
        if (fields.Length != Parts.Length || !fields.All(field => field.Length == 2 && field.All(char.IsAsciiDigit)))
        {
            reason = $"not a RAVDESS name; wanted seven two-digit codes, {Pattern}";
            return false;
        }

        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = int.Parse(fields[i], CultureInfo.InvariantCulture);
            if (codes[i] < 1 || codes[i] > Parts[i].Last)
            {
                reason = string.Create(CultureInfo.InvariantCulture, $"{Parts[i].Name} {fields[i]} is unknown; 01 to {Parts[i].Last:00} exist");
                return false;
            }
        }

        reason = null;
        return true;
    }
}
