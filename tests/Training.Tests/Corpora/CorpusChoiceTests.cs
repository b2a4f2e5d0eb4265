using EmotionGpu.Training.Corpora;

namespace EmotionGpu.Training.Tests.Corpora;

public sealed class CorpusChoiceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("emotiongpu-choice-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(CorpusKind.Ravdess, "Actor_14/03-01-06-02-02-02-14.wav", "1001_DFA_ANG_XX.wav")]
    [InlineData(CorpusKind.CremaD, "AudioWAV/1001_DFA_ANG_XX.wav", "03-01-06-02-01-02-14.wav")]
    [InlineData(CorpusKind.Tess, "OAF_angry/OAF_back_angry.wav", "a.wav")]
    [InlineData(CorpusKind.Savee, "DC/a01.wav", "DC/notes.wav")]
    [InlineData(CorpusKind.EmoDb, "wav/03a01Fa.wav", "wav/03a01La.wav")]
    public void The_corpus_is_the_one_that_most_names_are_of(CorpusKind kind, string path, string stray)
    {
        Touch(path, $"z/{path}", stray);
        var corpus = CorpusChoice.Auto.Read(_folder);
        Assert.Equal(kind, corpus.Kind);
        Assert.Equal(path, Assert.Single(corpus.Clips).Path);
        Assert.Equal([stray, $"z/{path}"], corpus.Ignored.Select(ignored => ignored.Path).OrderBy(ignored => ignored != stray));
    }

    [Fact]
    public void A_named_corpus_is_taken_though_more_names_are_of_another()
    {
        Touch("1001_DFA_ANG_XX.wav", "1002_DFA_ANG_XX.wav", "03a01Fa.wav");
        Assert.Equal("03a01Fa.wav", Assert.Single(new CorpusChoice(CorpusKind.EmoDb).Read(_folder).Clips).Path);
    }

    [Fact]
    public void Without_a_known_name_the_forms_that_there_are_are_listed_and_the_table_named()
    {
        Touch("hello.wav");
        var error = Assert.Throws<CorpusException>(() => CorpusChoice.Auto.Read(_folder));
        foreach (var part in new[] { "none of the 1 WAV files", "ravdess (03-01-EE", "crema-d (1001_", "tess (OAF_", "savee (DC_", "emodb (03a01Fa.wav)", "hello.wav", "--labels" })
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_named_corpus_only_its_form_is_wanted()
    {
        Touch("1001_DFA_ANG_XX.wav");
        var error = Assert.Throws<CorpusException>(() => new CorpusChoice(CorpusKind.Tess).Read(_folder));
        Assert.Contains("has a name of tess (OAF_back_angry.wav); the first: 1001_DFA_ANG_XX.wav: not a TESS name", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_recordings_says_so()
    {
        var error = Assert.Throws<CorpusException>(() => CorpusChoice.Auto.Read(_folder));
        Assert.Contains("has no WAV file", error.Message, StringComparison.Ordinal);
        Assert.Empty(CorpusChoice.Auto.Find(_folder).Clips);
    }

    private void Touch(params string[] paths)
    {
        foreach (var path in paths)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, path))!);
            File.WriteAllText(Path.Combine(_folder, path), "");
        }
    }
}
