using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace EmotionGpu.Training.Corpora.Naming;

/// <summary>
/// EmoDB (Burkhardt et al. 2005, Interspeech): <c>03a01Fa.wav</c>, which is speaker, text, emotion (the first letter of its German name), version.
/// Boredom is none of the eight emotions and is passed over.
/// </summary>
public sealed class EmoDbNaming : ICorpusNaming
{
    private static readonly int[] Actors = [3, 8, 9, 10, 11, 12, 13, 14, 15, 16];

    // Their numbers in predictions, from 1.
    private static readonly string[] Texts = ["a01", "a02", "a04", "a05", "a07", "b01", "b02", "b03", "b09", "b10"];

    /// <inheritdoc/>
    public CorpusKind Kind => CorpusKind.EmoDb;

    /// <inheritdoc/>
    public string Pattern => "03a01Fa.wav";

    /// <inheritdoc/>
    public IReadOnlyDictionary<int, string> Speakers { get; } = new Dictionary<int, string>();

    /// <inheritdoc/>
    public bool TryRead(string path, [NotNullWhen(true)] out NamedClip? named, [NotNullWhen(false)] out string? reason)
    {
        named = null;
        var stem = WavName.Of(path).Stem;
        if (stem.Length != 7 || !int.TryParse(stem.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var actor)
            || !char.IsAsciiLetter(stem[2]) || !char.IsAsciiLetter(stem[5]) || !char.IsAsciiLetter(stem[6]))
        {
            reason = "not an EmoDB name; wanted speaker, text, emotion and version, 03a01Fa.wav";
            return false;
        }

        var statement = Array.FindIndex(Texts, known => known.Equals(stem[2..5], StringComparison.OrdinalIgnoreCase)) + 1;
        var letter = char.ToUpperInvariant(stem[5]);
        var emotion = EmotionOf(letter);
        reason = !Actors.Contains(actor) ? $"speaker {stem[..2]} is unknown; {string.Join(' ', Actors.Select(known => $"{known:00}"))} exist"
            : statement == 0 ? $"text {stem[2..5]} is unknown; {string.Join(' ', Texts)} exist"
            : letter == 'L' ? "boredom (L) is none of the eight emotions"
            : emotion is null ? $"emotion {stem[5]} is unknown; W L E A F T N exist"
            : null;
        if (reason is null)
            named = new NamedClip(new CorpusClip(path, actor, emotion!.Value, 0, statement, char.ToLowerInvariant(stem[6]) - 'a' + 1), stem);
        return named is not null;
    }

    /// <summary>Wut, Ekel, Angst, Freude, Trauer, neutral.</summary>
    private static Emotion? EmotionOf(char letter) => letter switch
    {
        'W' => Emotion.Angry,
        'E' => Emotion.Disgust,
        'A' => Emotion.Fearful,
        'F' => Emotion.Happy,
        'T' => Emotion.Sad,
        'N' => Emotion.Neutral,
        _ => null,
    };
}
