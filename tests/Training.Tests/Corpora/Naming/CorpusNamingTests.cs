using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Corpora.Naming;

namespace EmotionGpu.Training.Tests.Corpora.Naming;

/// <summary>Every name that each corpus could have, made here from its published codes, and names that it could not have.</summary>
public class CorpusNamingTests
{
    [Fact]
    public void Crema_d_has_91_actors_12_sentences_6_emotions_and_3_levels()
    {
        string[] sentences = ["IEO", "TIE", "IOM", "IWW", "TAI", "MTI", "IWL", "ITH", "DFA", "ITS", "TSI", "WSI"];
        (string, Emotion)[] emotions =
        [
            ("ANG", Emotion.Angry), ("DIS", Emotion.Disgust), ("FEA", Emotion.Fearful), ("HAP", Emotion.Happy), ("NEU", Emotion.Neutral), ("SAD", Emotion.Sad),
        ];
        (string, int)[] levels = [("LO", 3), ("MD", 4), ("HI", 5), ("XX", 0)];
        var wanted = from actor in Enumerable.Range(1001, 91)
                     from sentence in sentences.Index()
                     from emotion in emotions
                     from level in levels
                     select new CorpusClip(
                         $"AudioWAV/{actor}_{sentence.Item}_{emotion.Item1}_{level.Item1}.wav", actor, emotion.Item2, level.Item2, sentence.Index + 1, 0);
        Reads(new CremaDNaming(), [.. wanted]);
    }

    [Fact]
    public void Tess_has_2_speakers_and_7_emotions_of_which_ps_is_pleasant_surprise()
    {
        (string, Emotion)[] emotions =
        [
            ("angry", Emotion.Angry), ("disgust", Emotion.Disgust), ("fear", Emotion.Fearful), ("happy", Emotion.Happy), ("neutral", Emotion.Neutral),
            ("ps", Emotion.Surprised), ("sad", Emotion.Sad),
        ];
        var wanted = from speaker in new[] { "OAF", "YAF" }.Index()
                     from word in new[] { "back", "bar", "youth" }
                     from emotion in emotions
                     select new CorpusClip(
                         $"{speaker.Item}_{emotion.Item1}/{speaker.Item}_{word}_{emotion.Item1}.wav", speaker.Index + 1, emotion.Item2, 0, 0, 0);
        var corpus = Reads(new TessNaming(), [.. wanted]);
        Assert.Equal(new Dictionary<int, string> { [1] = "OAF", [2] = "YAF" }, corpus.Speakers);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Savee_has_4_speakers_in_the_name_or_in_the_folder(bool inTheName)
    {
        (string, Emotion)[] emotions =
        [
            ("a", Emotion.Angry), ("d", Emotion.Disgust), ("f", Emotion.Fearful), ("h", Emotion.Happy), ("n", Emotion.Neutral), ("sa", Emotion.Sad),
            ("su", Emotion.Surprised),
        ];
        var wanted = from speaker in new[] { "DC", "JE", "JK", "KL" }.Index()
                     from emotion in emotions
                     from number in Enumerable.Range(1, 15)
                     let code = $"{emotion.Item1}{number:00}.wav"
                     select new CorpusClip(
                         inTheName ? $"ALL/{speaker.Item}_{code}" : $"AudioData/{speaker.Item}/{code}", speaker.Index + 1, emotion.Item2, 0, 0, 0);
        var corpus = Reads(new SaveeNaming(), [.. wanted]);
        Assert.Equal(new Dictionary<int, string> { [1] = "DC", [2] = "JE", [3] = "JK", [4] = "KL" }, corpus.Speakers);
    }

    [Fact]
    public void Emodb_has_10_speakers_10_texts_6_emotions_and_versions()
    {
        (char, Emotion)[] emotions =
        [
            ('W', Emotion.Angry), ('E', Emotion.Disgust), ('A', Emotion.Fearful), ('F', Emotion.Happy), ('T', Emotion.Sad), ('N', Emotion.Neutral),
        ];
        string[] texts = ["a01", "a02", "a04", "a05", "a07", "b01", "b02", "b03", "b09", "b10"];
        var wanted = from actor in new[] { 3, 8, 9, 10, 11, 12, 13, 14, 15, 16 }
                     from text in texts.Index()
                     from emotion in emotions
                     from version in new[] { 'a', 'b', 'c' }
                     select new CorpusClip(
                         $"wav/{actor:00}{text.Item}{emotion.Item1}{version}.wav", actor, emotion.Item2, 0, text.Index + 1, version - 'a' + 1);
        Reads(new EmoDbNaming(), [.. wanted]);
    }

    [Fact]
    public void Ravdess_names_read_as_they_are_written()
    {
        var wanted = from actor in Enumerable.Range(1, 24)
                     from emotion in Enum.GetValues<Emotion>()
                     from intensity in Enumerable.Range(1, emotion == Emotion.Neutral ? 1 : 2)
                     from statement in Enumerable.Range(1, 2)
                     from repetition in Enumerable.Range(1, 2)
                     select new CorpusClip(
                         $"Actor_{actor:00}/03-01-{(int)emotion + 1:00}-{intensity:00}-{statement:00}-{repetition:00}-{actor:00}.wav", actor, emotion, intensity,
                         statement, repetition);
        Assert.Equal(1440, Reads(new RavdessNaming(), [.. wanted]).Clips.Count);
    }

    [Theory]
    [InlineData(CorpusKind.CremaD, "1040_ITH_SAD_X.wav", Emotion.Sad)]
    [InlineData(CorpusKind.Tess, "OA_bite_neutral.wav", Emotion.Neutral)]
    public void The_two_misnamed_files_of_the_published_corpora_are_read(CorpusKind kind, string path, Emotion emotion) =>
        Assert.Equal(emotion, Assert.Single(Corpus.FromPaths(Naming(kind), [path]).Clips).Emotion);

    [Theory]
    [InlineData(CorpusKind.CremaD, "1000_DFA_ANG_XX.wav", "actor 1000 is unknown; 1001 to 1091 exist")]
    [InlineData(CorpusKind.CremaD, "1092_DFA_ANG_XX.wav", "actor 1092 is unknown")]
    [InlineData(CorpusKind.CremaD, "1001_ABC_ANG_XX.wav", "sentence ABC is unknown")]
    [InlineData(CorpusKind.CremaD, "1001_DFA_BOR_XX.wav", "emotion BOR is unknown")]
    [InlineData(CorpusKind.CremaD, "1001_DFA_ANG_YY.wav", "level YY is unknown")]
    [InlineData(CorpusKind.CremaD, "1001_DFA_ANG.wav", "not a CREMA-D name")]
    [InlineData(CorpusKind.CremaD, "+001_DFA_ANG_XX.wav", "not a CREMA-D name")]
    [InlineData(CorpusKind.CremaD, "03-01-01-01-01-01-01.wav", "not a CREMA-D name")]
    [InlineData(CorpusKind.Tess, "OAF_back_bored.wav", "emotion bored is unknown; angry, disgust, fear, happy, neutral, ps, sad exist")]
    [InlineData(CorpusKind.Tess, "MAF_back_angry.wav", "not a TESS name")]
    [InlineData(CorpusKind.Tess, "OAF_angry.wav", "not a TESS name")]
    [InlineData(CorpusKind.Tess, "OAF__angry.wav", "not a TESS name")]
    [InlineData(CorpusKind.Savee, "a01.wav", "speaker '' is unknown; DC, JE, JK and KL exist")]
    [InlineData(CorpusKind.Savee, "XX/a01.wav", "speaker 'XX' is unknown")]
    [InlineData(CorpusKind.Savee, "DC/XX_a01.wav", "speaker 'XX' is unknown")]
    [InlineData(CorpusKind.Savee, "DC/b01.wav", "not a SAVEE name")]
    [InlineData(CorpusKind.Savee, "DC/a1.wav", "not a SAVEE name")]
    [InlineData(CorpusKind.Savee, "DC/a001.wav", "not a SAVEE name")]
    [InlineData(CorpusKind.EmoDb, "03a01La.wav", "boredom (L) is none of the eight emotions")]
    [InlineData(CorpusKind.EmoDb, "03a01Xa.wav", "emotion X is unknown")]
    [InlineData(CorpusKind.EmoDb, "04a01Wa.wav", "speaker 04 is unknown; 03 08 09 10 11 12 13 14 15 16 exist")]
    [InlineData(CorpusKind.EmoDb, "03a03Wa.wav", "text a03 is unknown")]
    [InlineData(CorpusKind.EmoDb, "03a01W.wav", "not an EmoDB name")]
    [InlineData(CorpusKind.EmoDb, "03a01Wab.wav", "not an EmoDB name")]
    public void Another_name_is_ignored_with_its_reason(CorpusKind kind, string path, string reason)
    {
        var corpus = Corpus.FromPaths(Naming(kind), [path]);
        Assert.Empty(corpus.Clips);
        Assert.Contains(reason, Assert.Single(corpus.Ignored).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CorpusKind.CremaD, "a/1001_DFA_ANG_XX.wav", "b/1001_dfa_ang_xx.WAV")]
    [InlineData(CorpusKind.Tess, "a/OAF_back_ps.wav", "b/OAF_back_ps.wav")]
    [InlineData(CorpusKind.Savee, "a/DC_a01.wav", "b/DC/a01.wav")]
    [InlineData(CorpusKind.EmoDb, "a/03a01Fa.wav", "b/03a01Fa.wav")]
    public void A_recording_in_two_folders_counts_once(CorpusKind kind, string first, string second)
    {
        var corpus = Corpus.FromPaths(Naming(kind), [first, second]);
        Assert.Equal(first, Assert.Single(corpus.Clips).Path);
        Assert.Contains($"the same recording as {first}", Assert.Single(corpus.Ignored).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_code_of_two_speakers_of_savee_is_two_recordings() =>
        Assert.Equal(2, Corpus.FromPaths(new SaveeNaming(), ["DC/a01.wav", "JE/a01.wav"]).Clips.Count);

    private static ICorpusNaming Naming(CorpusKind kind) => kind switch
    {
        CorpusKind.CremaD => new CremaDNaming(),
        CorpusKind.Tess => new TessNaming(),
        CorpusKind.Savee => new SaveeNaming(),
        CorpusKind.EmoDb => new EmoDbNaming(),
        _ => new RavdessNaming(),
    };

    private static Corpus Reads(ICorpusNaming naming, IReadOnlyList<CorpusClip> wanted)
    {
        var corpus = Corpus.FromPaths(naming, wanted.Select(clip => clip.Path));
        Assert.Empty(corpus.Ignored);
        Assert.Equal(wanted.OrderBy(clip => clip.Path, StringComparer.Ordinal), corpus.Clips);
        return corpus;
    }
}
