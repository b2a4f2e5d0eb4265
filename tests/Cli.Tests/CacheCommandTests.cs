namespace EmotionGpu.Cli.Tests;

public sealed class CacheCommandTests
{
    [Fact]
    public void A_second_build_writes_nothing_and_another_front_end_everything_anew()
    {
        using var folder = new TemporaryFolder();
        Recordings.WriteCorpus(folder["data"], 1, 2);
        var first = folder.Emotion("cache", "build", "--data", "data", "--backend", "cpu", "--json").Expect(0).Json;
        Assert.Equal((16, 16, 0), (first.Int("clips"), first.Int("written"), first.Int("reused")));
        Assert.Equal("cpu", first.GetProperty("backend").GetString());
        Assert.NotEmpty(first.GetProperty("device").GetString()!);
        Assert.Equal(1, first.Int("shards"));
        Assert.True(first.Int("bytes") > 0);
        Assert.True(first.GetProperty("seconds").GetDouble() > 0);
        Assert.True(first.GetProperty("clipsPerSecond").GetDouble() > 0);
        Assert.Equal(0, first.GetProperty("refused").GetArrayLength());

        var second = folder.Emotion("cache", "build", "--data", "data", "--backend", "cpu", "--json").Expect(0).Json;
        Assert.Equal((16, 0, 16), (second.Int("clips"), second.Int("written"), second.Int("reused")));

        var other = folder.Emotion("cache", "build", "--data", "data", "--backend", "cpu", "--n-mels", "64", "--json").Expect(0).Json;
        Assert.Equal((16, 16, 0), (other.Int("clips"), other.Int("written"), other.Int("reused")));
    }

    [Fact]
    public void Shards_hold_as_many_clips_as_the_flag_says()
    {
        using var folder = new TemporaryFolder();
        Recordings.WriteCorpus(folder["data"], 1);
        var built = folder.Emotion("cache", "build", "--data", "data", "--cache", "features", "--shard-clips", "3", "--json").Expect(0).Json;
        Assert.Equal(3, built.Int("shards"));
        Assert.True(Directory.Exists(folder["features"]));
        Assert.False(Directory.Exists(folder["cache"]));
    }

    [Fact]
    public void An_interrupted_build_keeps_what_is_finished_and_the_next_one_does_the_rest()
    {
        using var folder = new TemporaryFolder();
        // A shard a clip, and behind the clips a long recording under many names, each of which is read whole to find out that it is the same:
        // seconds, so that the signal comes before the end on any machine.
        const int Clips = 300, Names = 1000;
        for (var i = 0; i < Clips; i++)
            Recordings.Write(folder[$"data/{i:D4}.wav"], 100 + i, 0.1);
        var same = Recordings.Write(folder["same.wav"], 440, 300);
        for (var i = 0; i < Names; i++)
            File.CreateSymbolicLink(folder[$"data/same-{i:D4}.wav"], same);
        string[] build = ["cache", "build", "--data", "data", "--shard-clips", "1", "--json"];
        string[] Shards() => Directory.Exists(folder["cache"]) ? Directory.GetFiles(folder["cache"], "*.safetensors") : [];

        var interrupted = EmotionProcess.RunUntil(() => Shards().Length >= 3, folder.Path, build).Expect(1);

        Assert.Equal("interrupted; what was finished is kept", interrupted.Json.GetProperty("error").GetString());
        var kept = Shards();
        Assert.InRange(kept.Length, 3, Clips + 1);
        Assert.Empty(Directory.GetFiles(folder["cache"], "*.tmp"));
        folder.Emotion("cache", "verify").Expect(0);
        foreach (var name in Directory.GetFiles(folder["data"], "same-*.wav"))
            File.Delete(name);
        var rest = folder.Emotion(build).Expect(0).Json;
        var ofTheLong = File.ReadAllText(folder["cache/manifest.jsonl"]).Contains("same-", StringComparison.Ordinal) ? 1 : 0;
        Assert.Equal((Clips, kept.Length - ofTheLong), (rest.Int("clips"), rest.Int("reused")));
    }

    [Fact]
    public void A_bad_recording_among_good_ones_is_listed_and_the_rest_goes_on()
    {
        using var folder = new TemporaryFolder();
        Recordings.WriteCorpus(folder["data"], 1);
        Recordings.WriteBroken(folder["data/Actor_01/broken.wav"]);
        var run = folder.Emotion("cache", "build", "--data", "data", "--json").Expect(3);
        var refused = Assert.Single(run.Json.GetProperty("refused").EnumerateArray());
        Assert.Equal("Actor_01/broken.wav", refused.GetProperty("path").GetString());
        Assert.NotEmpty(refused.GetProperty("reason").GetString()!);
        Assert.Equal(8, run.Json.Int("clips"));
        Assert.Contains("Actor_01/broken.wav", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_but_bad_recordings_fails()
    {
        using var folder = new TemporaryFolder();
        Recordings.WriteBroken(folder["data/broken.wav"]);
        var run = folder.Emotion("cache", "build", "--data", "data", "--json").Expect(1);
        Assert.Equal(1, run.Json.GetProperty("refused").GetArrayLength());
        const string Line = "emotion cache build: every input was refused (1); the first: broken.wav: ";
        run.ExpectLastErrorLine(Line);
        folder.Emotion("cache", "build", "--data", "data").Expect(1).ExpectOneErrorLine(Line);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_folder_without_recordings_fails(bool withOtherFiles)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["data"]);
        if (withOtherFiles)
            File.WriteAllText(folder["data/notes.txt"], "nothing to hear");
        folder.Emotion("cache", "build", "--data", "data").Expect(1).ExpectOneErrorLine("data", "WAV");
    }

    [Fact]
    public void A_flipped_byte_is_found()
    {
        using var folder = new TemporaryFolder();
        Recordings.WriteCorpus(folder["data"], 1);
        folder.Emotion("cache", "build", "--data", "data").Expect(0);
        var whole = folder.Emotion("cache", "verify", "--json").Expect(0).Json;
        Assert.Equal((8, 1, 0), (whole.Int("clips"), whole.Int("shards"), whole.GetProperty("damaged").GetArrayLength()));
        Assert.True(whole.Int("bytes") > 0);

        var shard = Directory.EnumerateFiles(folder["cache"], "*.safetensors", SearchOption.AllDirectories).Single();
        var bytes = File.ReadAllBytes(shard);
        bytes[^3] ^= 1;
        File.WriteAllBytes(shard, bytes);
        var run = folder.Emotion("cache", "verify", "--json").Expect(1);
        var damaged = Assert.Single(run.Json.GetProperty("damaged").EnumerateArray());
        Assert.Equal(Path.GetFileName(shard), damaged.GetProperty("shard").GetString());
        Assert.NotEmpty(damaged.GetProperty("key").GetString()!);
        Assert.NotEmpty(damaged.GetProperty("reason").GetString()!);
        var line = $"emotion cache verify: damaged: 1; the first: {Path.GetFileName(shard)}: ";
        run.ExpectLastErrorLine(line);
        folder.Emotion("cache", "verify").Expect(1).ExpectOneErrorLine(line);
    }

    [Theory, InlineData("verify"), InlineData("info"), InlineData("prune")]
    public void A_folder_without_a_cache_fails(string command)
    {
        using var folder = new TemporaryFolder();
        folder.Emotion("cache", command).Expect(1).ExpectOneErrorLine("emotion cache build");
    }

    [Fact]
    public void Redirected_output_is_plain()
    {
        using var folder = new TemporaryFolder();
        Recordings.WriteCorpus(folder["data"], 1);
        var run = folder.Emotion("cache", "build", "--data", "data").Expect(0);
        Assert.DoesNotContain('\u001b', run.Output + run.Error);
        Assert.DoesNotContain('\r', run.Output + run.Error);
        Assert.Contains("8", run.Output, StringComparison.Ordinal);
    }
}
