using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Corpora.Naming;

namespace EmotionGpu.Training.Tests.Corpora.Naming;

public sealed class LabelTableTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + "-labels.csv");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void A_row_says_who_speaks_and_what_is_acted_in_any_order_of_columns()
    {
        var corpus = Read("label,note,path,speaker\nAngry,loud,a/one.wav,7\n\"calm\",\"with, comma\",\"b, c/two \"\"2\"\".wav\",12\r\n", "a/one.wav", "b, c/two \"2\".wav");
        Assert.Equal(CorpusKind.Csv, corpus.Kind);
        Assert.Equal(
            [new CorpusClip("a/one.wav", 7, Emotion.Angry, 0, 0, 0), new CorpusClip("b, c/two \"2\".wav", 12, Emotion.Calm, 0, 0, 0)], corpus.Clips);
        Assert.Null(corpus.Speakers);
    }

    [Fact]
    public void Speakers_with_names_are_numbered_in_the_order_of_the_names_whoever_is_there()
    {
        const string Table = "path,speaker,label\n1.wav,mia,sad\n2.wav,ann,sad\n3.wav,Zoe,sad\n4.wav,ann,happy\n";
        var corpus = Read(Table, "1.wav", "2.wav", "3.wav", "4.wav");
        Assert.Equal([3, 2, 1, 2], corpus.Clips.Select(clip => clip.Actor));
        Assert.Equal(new Dictionary<int, string> { [1] = "Zoe", [2] = "ann", [3] = "mia" }, corpus.Speakers);
        var some = Read(Table, "1.wav");
        Assert.Equal(3, Assert.Single(some.Clips).Actor);
        Assert.Equal(new Dictionary<int, string> { [3] = "mia" }, some.Speakers);
    }

    [Fact]
    public void Numbers_with_zeros_before_them_are_numbers_with_names()
    {
        var corpus = Read("path,speaker,label\n1.wav,03,sad\n2.wav,16,sad\n", "1.wav", "2.wav");
        Assert.Equal([3, 16], corpus.Actors);
        Assert.Equal("03", corpus.Speakers![3]);
    }

    [Theory]
    [InlineData("1", "01")]
    [InlineData("0", "5")]
    [InlineData("5", "ann")]
    [InlineData("99999999999", "5")]
    public void Speakers_that_are_not_all_different_numbers_are_names(string first, string second)
    {
        var corpus = Read($"path,speaker,label\n1.wav,{first},sad\n2.wav,{second},sad\n", "1.wav", "2.wav");
        Assert.Equal([1, 2], corpus.Actors);
        Assert.Equal(new[] { first, second }.Order(StringComparer.Ordinal), corpus.Speakers!.Values);
    }

    [Fact]
    public void Recordings_without_a_row_and_rows_without_a_recording_are_ignored_with_their_reason()
    {
        File.WriteAllText(_file, "path,speaker,label\na.wav,1,sad\ngone.wav,2,sad\n");
        var folder = Directory.CreateTempSubdirectory("emotiongpu-labels-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "a.wav"), "");
            File.WriteAllText(Path.Combine(folder, "more.wav"), "");
            var corpus = new CorpusChoice(CorpusKind.Csv, _file).Find(folder);
            Assert.Equal("a.wav", Assert.Single(corpus.Clips).Path);
            Assert.Equal(["gone.wav", "more.wav"], corpus.Ignored.Select(ignored => ignored.Path));
            Assert.Contains("not there, though line 3 of", corpus.Ignored[0].Reason, StringComparison.Ordinal);
            Assert.Contains("no row of", corpus.Ignored[1].Reason, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("", "line 1: the file is empty; wanted the header path,speaker,label")]
    [InlineData("a.wav,1,sad\n", "line 1: the header 'a.wav,1,sad' has no column 'path'")]
    [InlineData("path;speaker;label\n", "has no column 'path'; wanted path,speaker,label, commas between")]
    [InlineData("path,speaker\n", "has no column 'label'")]
    [InlineData("path,speaker,label,label\n", "has more than one column 'label'")]
    [InlineData("path,speaker,label\n", "line 2: no row follows the header")]
    [InlineData("path,speaker,label\na.wav,1\n", "line 2: found 2 fields, wanted 3")]
    [InlineData("path,speaker,label\na.wav,1,bored\n", "line 2, column label: found 'bored', wanted one of neutral, calm,")]
    [InlineData("path,speaker,label\na.wav,1,0\n", "line 2, column label: found '0'")]
    [InlineData("path,speaker,label\n\na.wav, ,sad\n", "line 3, column speaker: it is empty")]
    [InlineData("path,speaker,label\na.wav,1,sad\na.wav,1,sad\n", "line 3, column path: 'a.wav' stands in line 2 already")]
    [InlineData("path,speaker,label\nb\\a.wav,1,sad\nb/a.wav,1,sad\n", "line 3, column path: 'b/a.wav' stands in line 2 already")]
    [InlineData("path,speaker,label\n,1,sad\n", "line 2, column path: found ''")]
    [InlineData("path,speaker,label\n/a.wav,1,sad\n", "column path: found '/a.wav', wanted a path below the data folder")]
    [InlineData("path,speaker,label\n../a.wav,1,sad\n", "column path: found '../a.wav'")]
    [InlineData("path,speaker,label\nC:\\a.wav,1,sad\n", "column path: found 'C:\\a.wav'")]
    [InlineData("path,speaker,label\n\"a.wav,1,sad\n", "line 2: a quote is opened and never closed")]
    public void A_bad_table_says_where_and_what(string text, string message)
    {
        var error = Assert.Throws<CorpusException>(() => Read(text));
        Assert.StartsWith(_file, error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private Corpus Read(string text, params string[] paths)
    {
        File.WriteAllText(_file, text);
        return Corpus.FromPaths(LabelTable.Read(_file), paths);
    }
}
