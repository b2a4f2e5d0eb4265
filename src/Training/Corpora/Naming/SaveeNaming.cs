using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace EmotionGpu.Training.Corpora.Naming;

/// <summary>
/// SAVEE (Haq and Jackson 2009): <c>a01.wav</c> in a folder named for the speaker, or <c>DC_a01.wav</c> in any: speaker, emotion, number of the
/// sentence. The sentences of two emotions differ under one number, so the number is no statement.
/// </summary>
public sealed class SaveeNaming : ICorpusNaming
{
    private static readonly string[] Names = ["DC", "JE", "JK", "KL"];

    private static readonly FrozenDictionary<string, Emotion> Emotions = new Dictionary<string, Emotion>
    {
        ["a"] = Emotion.Angry,
        ["d"] = Emotion.Disgust,
        ["f"] = Emotion.Fearful,
        ["h"] = Emotion.Happy,
        ["n"] = Emotion.Neutral,
        ["sa"] = Emotion.Sad,
        ["su"] = Emotion.Surprised,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public CorpusKind Kind => CorpusKind.Savee;

    /// <inheritdoc/>
    public string Pattern => "DC_a01.wav, or a01.wav in a folder DC";

    /// <summary>1 DC, 2 JE, 3 JK, 4 KL.</summary>
    public IReadOnlyDictionary<int, string> Speakers { get; } = Names.Index().ToDictionary(name => name.Index + 1, name => name.Item);

    /// <inheritdoc/>
    public bool TryRead(string path, [NotNullWhen(true)] out NamedClip? named, [NotNullWhen(false)] out string? reason)
    {
        named = null;
        var (stem, folder) = WavName.Of(path);
        var (speaker, code) = stem.IndexOf('_') is var bar and >= 0 ? (stem[..bar], stem[(bar + 1)..]) : (folder, stem);
        var number = Array.FindIndex(Names, known => known.Equals(speaker, StringComparison.OrdinalIgnoreCase)) + 1;
        if (code is not [.. var letters, >= '0' and <= '9', >= '0' and <= '9'] || !Emotions.TryGetValue(letters, out var emotion))
            reason = "not a SAVEE name; wanted an emotion (a d f h n sa su) and two digits, DC_a01.wav or DC/a01.wav";
        else if (number == 0)
            reason = $"speaker '{speaker}' is unknown; DC, JE, JK and KL exist, before the name (DC_a01.wav) or as its folder (DC/a01.wav)";
        else
            reason = null;
        if (reason is null)
            named = new NamedClip(new CorpusClip(path, number, Emotions[code[..^2]], 0, 0, 0), $"{number}_{code}");
        return reason is null;
    }
}
