using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace EmotionGpu.Training.Corpora.Naming;

/// <summary>
/// TESS (Pichora-Fuller and Dupuis 2020): <c>OAF_back_angry.wav</c>, which is speaker, word, emotion; <c>ps</c> is pleasant surprise. One file of
/// the corpus begins with OA where the others have OAF.
/// </summary>
public sealed class TessNaming : ICorpusNaming
{
    private static readonly FrozenDictionary<string, int> Numbers = new Dictionary<string, int>
    {
        ["OAF"] = 1,
        ["OA"] = 1,
        ["YAF"] = 2,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, Emotion> Emotions = new Dictionary<string, Emotion>
    {
        ["angry"] = Emotion.Angry,
        ["disgust"] = Emotion.Disgust,
        ["fear"] = Emotion.Fearful,
        ["happy"] = Emotion.Happy,
        ["neutral"] = Emotion.Neutral,
        ["ps"] = Emotion.Surprised,
        ["sad"] = Emotion.Sad,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public CorpusKind Kind => CorpusKind.Tess;

    /// <inheritdoc/>
    public string Pattern => "OAF_back_angry.wav";

    /// <summary>1 OAF, the older woman; 2 YAF, the younger.</summary>
    public IReadOnlyDictionary<int, string> Speakers { get; } = new Dictionary<int, string> { [1] = "OAF", [2] = "YAF" };

    /// <inheritdoc/>
    public bool TryRead(string path, [NotNullWhen(true)] out NamedClip? named, [NotNullWhen(false)] out string? reason)
    {
        named = null;
        if (WavName.Of(path).Stem.Split('_') is not [var speaker, { Length: > 0 } word, var emotionWord] || !Numbers.TryGetValue(speaker, out var number))
        {
            reason = "not a TESS name; wanted speaker (OAF or YAF), word and emotion, OAF_back_angry.wav";
            return false;
        }

        if (!Emotions.TryGetValue(emotionWord, out var emotion))
        {
            reason = $"emotion {emotionWord} is unknown; angry, disgust, fear, happy, neutral, ps, sad exist";
            return false;
        }

        named = new NamedClip(new CorpusClip(path, number, emotion, 0, 0, 0), $"{number}_{word}_{emotionWord}");
        reason = null;
        return true;
    }
}
