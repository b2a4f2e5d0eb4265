namespace EmotionGpu.Cli.Tests;

/// <summary>A build in slices, each its own process, and the merge of them.</summary>
public sealed class CacheSliceCommandTests
{
    [Fact]
    public void Slices_merge_into_what_one_build_makes()
    {
        using var folder = new TemporaryFolder();
        Recordings.WriteCorpus(folder["data"], 1, 2, 3);
        Recordings.WriteBroken(folder["data/Actor_02/broken.wav"]);
        File.Copy(folder["data/Actor_01/" + Recordings.Name(1, 4)], folder["data/Actor_03/again.wav"]);
        string[] build = ["cache", "build", "--data", "data", "--shard-clips", "4", "--n-mels", "32", "--json"];
        folder.Emotion([.. build, "--cache", "whole"]).Expect(3);
        folder.Emotion("cache", "merge", "--cache", "whole").Expect(1).ExpectOneErrorLine("whole: no slices in it");

        // 26 recordings in 7 blocks of 4.
        var slices = Enumerable.Range(0, 3).Select(i => folder.Emotion([.. build, "--shard", $"{i}/3"])).ToArray();
        Assert.Equal([0, 0, 3], slices.Select(slice => slice.ExitCode));
        Assert.Equal(25, slices.Sum(slice => slice.Json.Int("clips")));
        Assert.Equal("1/3", slices[1].Json.Text("shard"));
        folder.Emotion("cache", "verify").Expect(1).ExpectOneErrorLine("emotion cache merge");
        File.Move(folder["cache/slice-2-of-3.json"], folder["aside.json"]);
        folder.Emotion("cache", "merge").Expect(1).ExpectOneErrorLine("1 of 3 slices are not finished", "2/3");
        File.Move(folder["aside.json"], folder["cache/slice-2-of-3.json"]);

        var merged = folder.Emotion("cache", "merge", "--json").Expect(3);

        Assert.Equal(["folder", "slices", "clips", "refused", "shards", "bytes", "copiedShards"], merged.Json.Names());
        Assert.Equal((3, 25, 1), (merged.Json.Int("slices"), merged.Json.Int("clips"), merged.Json.Int("copiedShards")));
        Assert.Contains("refused: Actor_02/broken.wav", merged.Error, StringComparison.Ordinal);
        Assert.Equal(Files(folder["whole"]), Files(folder["cache"]));
        folder.Emotion("cache", "verify").Expect(0);
    }

    [Fact]
    public void A_slice_without_work_is_done_and_one_of_bad_recordings_alone_is_no_failure()
    {
        using var folder = new TemporaryFolder();
        Recordings.WriteBroken(folder["data/a.wav"]);
        Recordings.Write(folder["data/b.wav"], 440);
        string[] build = ["cache", "build", "--data", "data", "--shard-clips", "1", "--json"];
        var done = Enumerable.Range(0, 3).Select(i => folder.Emotion([.. build, "--shard", $"{i}/3"])).ToArray();
        Assert.Equal([0, 3, 0], done.Select(slice => slice.ExitCode));
        Assert.Equal((0, 0, 1), (done[0].Json.Int("clips"), done[1].Json.Int("clips"), done[2].Json.Int("clips")));
        Assert.Equal(1, folder.Emotion("cache", "merge", "--json").Expect(3).Json.Int("clips"));
        Directory.CreateDirectory(folder["nothing"]);
        folder.Emotion("cache", "build", "--data", "nothing", "--shard", "0/2").Expect(1).ExpectOneErrorLine("no WAV files");
    }

    private static (string Name, string Bytes)[] Files(string cache) =>
    [
        .. Directory.GetFiles(cache).Where(path => Path.GetFileName(path) != ".lock").Order(StringComparer.Ordinal)
            .Select(path => (Path.GetFileName(path), Convert.ToHexString(File.ReadAllBytes(path)))),
    ];
}
