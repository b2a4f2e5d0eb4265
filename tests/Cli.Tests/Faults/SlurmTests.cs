namespace EmotionGpu.Cli.Tests.Faults;

/// <summary>
/// The scripts of <c>deploy/slurm</c> on a real Slurm, while a task is killed, one is preempted and the node crashes: what is merged equals the work of one machine, byte for byte and number for number.
/// </summary>
public sealed class SlurmTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_cache_whose_task_was_killed_and_whose_node_crashed_equals_that_of_one_machine()
    {
        using var cluster = new SlurmCluster(_folder["slurm"]);
        foreach (var actor in Enumerable.Range(1, 24))
            Recordings.WriteCorpus(_folder["data"], actor);
        Recordings.WriteBroken(_folder["data/Actor_03/broken.wav"]);
        string[] options = ["--data", "data", "--shard-clips", "1", "--n-mels", "64", "--backend", "cpu"];
        _ = _folder.Emotion(["cache", "build", "--cache", "one", .. options]).Expect(3);

        cluster.Submit(_folder.Path, "cache.sbatch", ["4", "--cache", "many", .. options]);
        Until(() => Lines("many/manifest-0-of-4.jsonl") > 2);
        Assert.Equal(1, cluster.Kill("emotion.dll", "cache build", "--shard 0/4"));
        var killedAt = Lines("many/manifest-0-of-4.jsonl");
        Until(() => Lines("many/manifest-2-of-4.jsonl") > 2);
        cluster.CrashNode();
        var crashedAt = Lines("many/manifest-2-of-4.jsonl");
        cluster.StartNode();
        var jobs = cluster.WaitForAll();

        Assert.All(jobs, job => Assert.Equal("COMPLETED", job.State));
        Assert.True(jobs.Sum(job => job.Restarts) >= 2);
        // The node says that it has two: the tasks ask for one each, the merge for none.
        Assert.Equal(4, jobs.Count(job => job.Devices.EndsWith("gpu:1", StringComparison.Ordinal)));
        Assert.Equal(Files("one"), Files("many"));
        foreach (var name in Files("one"))
            Assert.Equal(File.ReadAllBytes(_folder[$"one/{name}"]), File.ReadAllBytes(_folder[$"many/{name}"]));
        _ = _folder.Emotion("cache", "verify", "--cache", "many").Expect(0);
        output.WriteLine($"Slurm, cache: 4 slices, one killed after {killedAt} recordings, the node crashed when another had {crashedAt}, started again {jobs.Sum(job => job.Restarts)} times; "
            + $"lost: nothing, {Files("many").Length} files equal to those of one build");
    }

    [Fact]
    public void A_cross_validation_whose_tasks_were_killed_and_preempted_and_whose_node_crashed_equals_that_of_one_machine()
    {
        using var cluster = new SlurmCluster(_folder["slurm"]);
        Recordings.WriteCorpus(_folder["data"], 1, 2, 3, 4);
        File.WriteAllText(_folder["mine.json"], """{"folds": [{"test": [1, 2]}, {"test": [3, 4]}]}""");
        string[] options =
        [
            "--mode", "emotion", "--architecture", "smallcnn", "--epochs", "12", "--threads", "1", "--precision", "float32", .. CrossValidatedRecipes.Quick,
        ];
        _ = _folder.Emotion(["crossval", "--out", "one", "--cache", "one-cache", "--seeds", "2", .. options]).Expect(0);

        cluster.Submit(_folder.Path, "crossval.sbatch", ["2", "2", "--keep-models", "--out", "many", "--cache", "many-cache", .. options]);
        Until(() => File.Exists(_folder["many/fold-0-seed-1/checkpoint.bin"]));
        Assert.Equal(1, cluster.Kill("emotion.dll", "crossval", "--fold-index 0", "--first-seed 1"));
        Assert.False(File.Exists(_folder["many/fold-0-seed-1/run.json"]));
        Until(() => File.Exists(_folder["many/fold-1-seed-1/checkpoint.bin"]));
        cluster.Preempt();
        Until(() => Directory.Exists(_folder["many/fold-1-seed-2"]) || Directory.Exists(_folder["many/fold-0-seed-2"]));
        cluster.CrashNode();
        cluster.StartNode();
        var jobs = cluster.WaitForAll();

        Assert.All(jobs, job => Assert.Equal("COMPLETED", job.State));
        Assert.True(jobs.Sum(job => job.Restarts) >= 3);
        foreach (var file in new[] { "predictions.csv", "validation.csv" })
            Assert.Equal(File.ReadAllText(_folder[$"one/{file}"]), File.ReadAllText(_folder[$"many/{file}"]));
        Assert.Equal(Test("one"), Test("many"));
        output.WriteLine($"Slurm, crossval: 4 runs, one killed after its first checkpoint, one preempted, the node crashed later, started again {jobs.Sum(job => job.Restarts)} times; "
            + "lost: nothing, predictions and scores equal to those of one machine");
    }

    private static void Until(Func<bool> isSo) => Assert.True(SpinWait.SpinUntil(isSo, TimeSpan.FromMinutes(2)));

    private int Lines(string file) => File.Exists(_folder[file]) ? File.ReadAllLines(_folder[file]).Length : 0;

    private string[] Files(string folder) =>
        [.. Directory.GetFiles(_folder[folder]).Select(file => Path.GetFileName(file)!).Where(name => name[0] != '.').Order(StringComparer.Ordinal)];

    private string Test(string folder) =>
        System.Text.Json.JsonDocument.Parse(File.ReadAllText(_folder[$"{folder}/crossval.json"])).RootElement.GetProperty("test").ToString();
}
