using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace EmotionGpu.Training.Corpora.Naming;

/// <summary>
/// CREMA-D (Cao et al. 2014, IEEE Transactions on Affective Computing 5(4)): <c>1001_DFA_ANG_XX.wav</c>, which is actor, sentence, emotion, level.
/// One file of the corpus ends in X where the others have XX.
/// </summary>
public sealed class CremaDNaming : ICorpusNaming
{
    private const int FirstActor = 1001;
    private const int LastActor = 1091;

    // In the order in which the corpus lists them: their numbers in predictions.
    private static readonly string[] Sentences = ["IEO", "TIE", "IOM", "IWW", "TAI", "MTI", "IWL", "ITH", "DFA", "ITS", "TSI", "WSI"];

    private static readonly FrozenDictionary<string, Emotion> Emotions = new Dictionary<string, Emotion>
    {
        ["ANG"] = Emotion.Angry,
        ["DIS"] = Emotion.Disgust,
        ["FEA"] = Emotion.Fearful,
        ["HAP"] = Emotion.Happy,
        ["NEU"] = Emotion.Neutral,
        ["SAD"] = Emotion.Sad,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    // XX: no level was asked for.
    private static readonly FrozenDictionary<string, int> Levels = new Dictionary<string, int>
    {
        ["LO"] = IntensityLevel.Low,
        ["MD"] = IntensityLevel.Medium,
        ["HI"] = IntensityLevel.High,
        ["XX"] = 0,
        ["X"] = 0,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public CorpusKind Kind => CorpusKind.CremaD;

    /// <inheritdoc/>
    public string Pattern => "1001_DFA_ANG_XX.wav";

    /// <inheritdoc/>
    public IReadOnlyDictionary<int, string> Speakers { get; } = new Dictionary<int, string>();

    /// <inheritdoc/>
    public bool TryRead(string path, [NotNullWhen(true)] out NamedClip? named, [NotNullWhen(false)] out string? reason)
    {
        named = null;
        var stem = WavName.Of(path).Stem;
        if (stem.Split('_') is not [{ Length: 4 } actorText, { Length: 3 } sentence, { Length: 3 } emotionCode, var level]
            || !int.TryParse(actorText, NumberStyles.None, CultureInfo.InvariantCulture, out var actor))
        {
            reason = "not a CREMA-D name; wanted actor, sentence, emotion and level, 1001_DFA_ANG_XX.wav";
            return false;
        }

        var statement = Array.FindIndex(Sentences, known => known.Equals(sentence, StringComparison.OrdinalIgnoreCase)) + 1;
        reason = actor is < FirstActor or > LastActor ? $"actor {actorText} is unknown; {FirstActor} to {LastActor} exist"
            : statement == 0 ? $"sentence {sentence} is unknown; {string.Join(' ', Sentences)} exist"
            : !Emotions.ContainsKey(emotionCode) ? $"emotion {emotionCode} is unknown; ANG DIS FEA HAP NEU SAD exist"
            : !Levels.ContainsKey(level) ? $"level {level} is unknown; LO MD HI XX exist"
            : null;
        if (reason is not null)
            return false;
        named = new NamedClip(new CorpusClip(path, actor, Emotions[emotionCode], Levels[level], statement, 0), stem);
        return true;
    }
}
