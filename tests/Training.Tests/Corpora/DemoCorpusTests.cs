using System.Runtime.InteropServices;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Corpora.Naming;

namespace EmotionGpu.Training.Tests.Corpora;

public sealed class DemoCorpusTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("demo").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Twelve_speakers_say_four_clips_of_each_emotion()
    {
        Assert.Equal(384, DemoCorpus.Clips.Count);
        Assert.All(DemoCorpus.Clips.GroupBy(clip => (clip.Actor, clip.Emotion)), group => Assert.Equal(4, group.Count()));
        var read = Corpus.FromPaths(new RavdessNaming(), DemoCorpus.Clips.Select(clip => clip.Path));
        Assert.Empty(read.Ignored);
        Assert.Equal(DemoCorpus.Clips.OrderBy(clip => clip.Path, StringComparer.Ordinal), read.Clips);
        Assert.Equal(Protocols.Demo.Actors, read.Actors);
    }

    [Fact]
    public void A_clip_always_sounds_the_same_and_no_two_clips_are_alike()
    {
        var clips = DemoCorpus.Clips.Where(clip => clip.Actor is 1 or 2).ToArray();
        var sounds = clips.Select(DemoCorpus.Synthesize).ToArray();
        Assert.Equal(sounds[3], DemoCorpus.Synthesize(clips[3]));
        Assert.Equal(sounds.Length, sounds.Select(sound => Convert.ToHexString(MemoryMarshal.AsBytes<short>(sound))).Distinct().Count());
        Assert.All(sounds, sound => Assert.InRange((double)sound.Length / DemoCorpus.SampleRate, 1.99, 3.21));
        Assert.All(sounds, sound => Assert.InRange(sound.Max(sample => Math.Abs((int)sample)), 500, 32767));
    }

    [Fact]
    public void Women_speak_higher_than_men_and_anger_is_louder_than_sadness()
    {
        double Pitch(int actor) => Median(Of(actor, Emotion.Neutral).Select(PitchOf));
        double Loudness(Emotion emotion) => Of(3, emotion).Average(clip => clip.Average(sample => (double)sample * sample));

        Assert.InRange(Pitch(3), 70, 160);
        Assert.InRange(Pitch(4), 160, 320);
        Assert.True(Loudness(Emotion.Angry) > 10 * Loudness(Emotion.Sad));
    }

    [Fact]
    public void The_folder_is_written_whole_and_mended_when_a_file_is_gone()
    {
        var reported = 0;
        Ensure(new Counter(() => Interlocked.Increment(ref reported)));
        Assert.Equal(384, reported);
        Assert.True(DemoCorpus.IsIn(_folder));
        Assert.Empty(Directory.GetFiles(_folder, "*.tmp", SearchOption.AllDirectories));
        Assert.Equal(384, CorpusChoice.Auto.Find(_folder).Clips.Count);
        Assert.Contains("1188976", File.ReadAllText(Path.Combine(_folder, "README.txt")), StringComparison.Ordinal);

        var kept = Path.Combine(_folder, DemoCorpus.Clips[0].Path);
        var gone = Path.Combine(_folder, DemoCorpus.Clips[7].Path);
        var bytes = File.ReadAllBytes(gone);
        AssertPlainWav(bytes, DemoCorpus.Synthesize(DemoCorpus.Clips[7]));
        var written = File.GetLastWriteTimeUtc(kept);
        File.Delete(gone);
        Ensure();
        Assert.Equal(bytes, File.ReadAllBytes(gone));
        Assert.Equal(written, File.GetLastWriteTimeUtc(kept));
    }

    [Fact]
    public void Recordings_of_others_are_never_written_over()
    {
        var recording = Path.Combine(_folder, "03-01-01-01-01-01-01.wav");
        File.WriteAllText(recording, "mine");
        var error = Assert.Throws<IOException>(() => Ensure());
        Assert.Contains("wanted an empty folder", error.Message, StringComparison.Ordinal);
        Assert.Equal([recording], Directory.GetFileSystemEntries(_folder));
    }

    private static IEnumerable<short[]> Of(int actor, Emotion emotion) =>
        DemoCorpus.Clips.Where(clip => clip.Actor == actor && clip.Emotion == emotion).Select(DemoCorpus.Synthesize);

    private static void AssertPlainWav(byte[] file, short[] samples)
    {
        Assert.Equal("RIFF"u8, file.AsSpan(0, 4));
        Assert.Equal(file.Length - 8, BitConverter.ToInt32(file, 4));
        Assert.Equal("WAVEfmt "u8, file.AsSpan(8, 8));
        Assert.Equal((1, 1, DemoCorpus.SampleRate, 16),
            (BitConverter.ToInt16(file, 20), BitConverter.ToInt16(file, 22), BitConverter.ToInt32(file, 24), BitConverter.ToInt16(file, 34)));
        Assert.Equal(2 * samples.Length, BitConverter.ToInt32(file, 40));
        Assert.Equal(samples, MemoryMarshal.Cast<byte, short>(file.AsSpan(44)).ToArray());
    }

    // The strongest autocorrelation of the loudest tenth of a second, 60 to 400 Hz.
    private static double PitchOf(short[] samples)
    {
        const int Window = DemoCorpus.SampleRate / 10;
        const int ShortestLag = DemoCorpus.SampleRate / 400;
        const int LongestLag = DemoCorpus.SampleRate / 60;
        var loudest = samples.Chunk(Window).MaxBy(part => part.Sum(sample => (double)sample * sample))!;
        double Correlation(int lag) => loudest.Zip(loudest.Skip(lag), (first, second) => (double)first * second).Average();
        return (double)DemoCorpus.SampleRate / Enumerable.Range(ShortestLag, LongestLag - ShortestLag).MaxBy(Correlation);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private void Ensure(IProgress<int>? progress = null) => DemoCorpus.Ensure(_folder, progress, TestContext.Current.CancellationToken);

    private sealed class Counter(Action count) : IProgress<int>
    {
        public void Report(int value) => count();
    }
}
