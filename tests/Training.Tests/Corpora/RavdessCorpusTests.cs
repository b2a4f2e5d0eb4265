using EmotionGpu.Features.Cache;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Corpora.Naming;

namespace EmotionGpu.Training.Tests.Corpora;

public class RavdessCorpusTests
{
    [Fact]
    public void A_speech_clip_gets_its_labels_from_its_name()
    {
        var corpus = Corpus.FromPaths(new RavdessNaming(), ["Actor_14/03-01-06-02-01-02-14.wav"]);
        Assert.Equal([new CorpusClip("Actor_14/03-01-06-02-01-02-14.wav", 14, Emotion.Fearful, 2, 1, 2)], corpus.Clips);
        Assert.Empty(corpus.Ignored);
        Assert.Equal([14], corpus.Actors);
    }

    [Fact]
    public void Folders_mean_nothing_and_clips_come_in_the_order_of_their_paths()
    {
        var corpus = Corpus.FromPaths(new RavdessNaming(), ["z/03-01-01-01-01-01-02.WAV", @"a\b\03-01-08-01-02-01-01.wav", "03-01-02-01-01-01-24.wav"]);
        string[] expected = ["03-01-02-01-01-01-24.wav", "a/b/03-01-08-01-02-01-01.wav", "z/03-01-01-01-01-01-02.WAV"];
        Assert.Equal(expected, corpus.Clips.Select(clip => clip.Path));
        Assert.Equal([1, 2, 24], corpus.Actors);
    }

    [Theory]
    [InlineData("hello.wav", "not a RAVDESS name")]
    [InlineData("03-01-01-01-01-01.wav", "not a RAVDESS name")]
    [InlineData("3-1-1-1-1-1-1.wav", "not a RAVDESS name")]
    [InlineData("03-01-01-01-01-01-+1.wav", "not a RAVDESS name")]
    [InlineData("03-01-01-01-01-01-01.mp3", "not a WAV file")]
    [InlineData("01-01-02-01-01-01-01.wav", "audio with video")]
    [InlineData("02-01-02-01-01-01-01.wav", "video alone")]
    [InlineData("03-02-02-01-01-01-01.wav", "song")]
    [InlineData("03-01-09-01-01-01-01.wav", "emotion 09 is unknown; 01 to 08 exist")]
    [InlineData("03-01-00-01-01-01-01.wav", "emotion 00 is unknown")]
    [InlineData("03-01-02-03-01-01-01.wav", "intensity 03")]
    [InlineData("03-01-02-01-01-01-25.wav", "actor 25 is unknown; 01 to 24 exist")]
    [InlineData("03-01-01-02-01-01-01.wav", "neutral (01) with strong intensity")]
    public void Any_other_name_is_ignored_with_its_reason(string name, string reason)
    {
        var corpus = Corpus.FromPaths(new RavdessNaming(), [name]);
        Assert.Empty(corpus.Clips);
        Assert.Contains(reason, Assert.Single(corpus.Ignored).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_copy_of_a_recording_is_ignored()
    {
        var corpus = Corpus.FromPaths(new RavdessNaming(), ["b/03-01-02-01-01-01-01.wav", "a/03-01-02-01-01-01-01.wav"]);
        Assert.Equal("a/03-01-02-01-01-01-01.wav", Assert.Single(corpus.Clips).Path);
        Assert.Equal(new RefusedClip("b/03-01-02-01-01-01-01.wav", "the same recording as a/03-01-02-01-01-01-01.wav, which is taken"),
            Assert.Single(corpus.Ignored));
    }

    [Fact]
    public void A_folder_is_read_with_its_subfolders_and_other_files_are_not_looked_at()
    {
        var folder = Directory.CreateTempSubdirectory("ravdess").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "x", "Actor_03"));
            File.WriteAllBytes(Path.Combine(folder, "x", "Actor_03", "03-01-05-01-01-01-03.wav"), []);
            File.WriteAllBytes(Path.Combine(folder, "notes.txt"), []);
            File.WriteAllBytes(Path.Combine(folder, "hello.wav"), []);
            var corpus = CorpusChoice.Auto.Find(folder);
            Assert.Equal("x/Actor_03/03-01-05-01-01-01-03.wav", Assert.Single(corpus.Clips).Path);
            Assert.Equal("hello.wav", Assert.Single(corpus.Ignored).Path);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Every_name_is_read_back_from_what_it_is_written_as()
    {
        var name = new RavdessName(Emotion.Surprised, 2, 1, 2, 7);
        Assert.Equal("03-01-08-02-01-02-07.wav", name.ToString());
        Assert.True(RavdessName.TryParse(name.ToString(), out var read, out _));
        Assert.Equal(name, read);
    }
}
