using System.Diagnostics;
using EmotionGpu.Features.Augment.Waveforms;
using EmotionGpu.Features.Cache;
using EmotionGpu.Features.Devices;
using EmotionGpu.Inference;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Reports;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Tests.Trainers;

public sealed class TrainingSessionTests : IDisposable
{
    private static readonly Recipe OneEpoch = Recipe.Seed with { Architecture = Architecture.SmallCnn, Epochs = 1, WarmupEpochs = 0 };

    private readonly string _folder = Directory.CreateTempSubdirectory("emotiongpu-session-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Demo_clips_are_called_so_also_when_their_folder_is_named()
    {
        var data = Path.Combine(_folder, "demo");
        DemoCorpus.Ensure(data, cancellation: TestContext.Current.CancellationToken);
        var result = TrainingSession.Run(Request(data), progress: null, TestContext.Current.CancellationToken);
        Assert.Equal("demo", result.Record.Corpus);
        Assert.Equal("demo", result.Record.Protocol);
        Assert.NotNull(result.Record.Test);
        using var model = EmotionModel.Load(Path.Combine(result.Folder, "model.zip"));
        Assert.True(model.Metadata.Synthetic);
        Assert.Empty(result.Refused);
        string[] files = ["model.onnx", "model.safetensors", "model.zip", "predictions.csv", "report.html", "report.md", "run.json", "validation.csv"];
        Assert.Equal(files, Directory.GetFiles(result.Folder).Select(file => Path.GetFileName(file)!)
            .Where(name => !name.StartsWith("events.out.tfevents.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Throws<IOException>(() => TrainingSession.Run(Request(data), progress: null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_same_sound_under_two_actors_is_refused_and_the_protocol_says_when_it_drew_validation_actors()
    {
        var data = Path.Combine(_folder, "data");
        WriteClips(data, actors: [1, 2, 3]);
        File.Copy(Path.Combine(data, "03-01-03-01-01-01-01.wav"), Path.Combine(data, "03-01-03-01-01-01-04.wav"));

        var result = TrainingSession.Run(Request(data), progress: null, TestContext.Current.CancellationToken);

        var refused = Assert.Single(result.Refused);
        Assert.Equal("03-01-03-01-01-01-04.wav", refused.Path);
        Assert.Contains("03-01-03-01-01-01-01.wav", refused.Reason, StringComparison.Ordinal);
        Assert.True(result.Record.Actors.ValidationDrawn);
        Assert.Null(result.Record.Test);
        Assert.Contains(20, result.Record.Actors.Missing);
    }

    [Fact]
    public void Changed_recordings_are_trained_on_afresh_and_the_same_way_for_the_same_seed()
    {
        var data = Path.Combine(_folder, "data");
        WriteClips(data, actors: [1, 2]);
        var changed = OneEpoch with { Waveform = WaveformAugmentOptions.Everything };
        double[] losses = [.. new[] { ("a", changed), ("b", changed), ("c", OneEpoch) }.Select(run => TrainingSession.Run(
            Request(data) with { RunFolder = Path.Combine(_folder, run.Item1), Recipe = run.Item2, Threads = 1, Precision = Precision.Float32 },
            progress: null, TestContext.Current.CancellationToken).Record.Epochs[0].TrainLoss)];
        Assert.Equal(losses[0], losses[1]);
        Assert.NotEqual(losses[0], losses[2]);
    }

    [Fact]
    public void Demo_clips_below_a_folder_of_recordings_are_left_out()
    {
        var data = Path.Combine(_folder, "data");
        WriteClips(data, actors: [1, 2]);
        DemoCorpus.Ensure(Path.Combine(data, "cache", "demo-corpus"), cancellation: TestContext.Current.CancellationToken);
        var corpus = CorpusChoice.Auto.Find(data);
        Assert.Equal(64, corpus.Clips.Count);
        Assert.Empty(corpus.Ignored);
    }

    [Fact]
    public void What_a_killed_run_left_half_written_goes_and_the_files_of_others_stay()
    {
        var data = Path.Combine(_folder, "data");
        WriteClips(data, actors: [1, 2]);
        var request = Request(data);
        Directory.CreateDirectory(request.RunFolder);
        string[] names = [$"checkpoint.bin.{Guid.NewGuid():N}.tmp", $"run.json.{Guid.NewGuid():N}.tmp", $"notes.txt.{Guid.NewGuid():N}.tmp", "model.zip.tmp"];
        foreach (var name in names)
            File.WriteAllText(Path.Combine(request.RunFolder, name), "half");
        _ = TrainingSession.Run(request, progress: null, TestContext.Current.CancellationToken);
        Assert.Equal([false, false, true, false], names.Select(name => File.Exists(Path.Combine(request.RunFolder, name))));
    }

    [Fact]
    public void Features_that_another_makes_are_waited_for()
    {
        var data = Path.Combine(_folder, "data");
        WriteClips(data, actors: [1, 2]);
        var request = Request(data);
        Directory.CreateDirectory(request.CacheFolder);
        using var other = FileLock.TryTake(Path.Combine(request.CacheFolder, ".lock"));
        var (clock, ended) = (Stopwatch.StartNew(), Task.CompletedTask);
        var watcher = new WhenBusy(() => ended = Task.Run(async () =>
        {
            await Task.Delay(500);
            other!.Dispose();
        }));
        _ = TrainingSession.Run(request, watcher, TestContext.Current.CancellationToken);
        Assert.Contains(request.CacheFolder, Assert.Single(watcher.Busy), StringComparison.Ordinal);
        Assert.True(ended.IsCompleted && clock.ElapsedMilliseconds >= 500);
    }

    [Fact]
    public void Two_trainings_do_not_write_into_one_folder()
    {
        var data = Path.Combine(_folder, "data");
        WriteClips(data, actors: [1, 2]);
        var request = Request(data);
        Directory.CreateDirectory(request.RunFolder);
        using (FileLock.TryTake(Path.Combine(request.RunFolder, ".lock")))
            Assert.Contains("another training is at work", Assert.Throws<IOException>(() => TrainingSession.Run(request, progress: null, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        _ = TrainingSession.Run(request, progress: null, TestContext.Current.CancellationToken);
        Assert.False(File.Exists(Path.Combine(request.RunFolder, ".lock")));
    }

    [Fact]
    public void A_run_that_was_killed_when_all_but_its_clearing_up_was_done_is_resumed_to_its_result()
    {
        var data = Path.Combine(_folder, "data");
        WriteClips(data, actors: [1, 2]);
        var request = Request(data);
        var result = TrainingSession.Run(request, progress: null, TestContext.Current.CancellationToken);
        foreach (var name in (string[])["request.json", "checkpoint.bin"])
            File.WriteAllText(Path.Combine(request.RunFolder, name), "{}");
        var resumed = TrainingSession.Resume(request.RunFolder, progress: null, TestContext.Current.CancellationToken);
        Assert.Equal(RunJson.Serialize(result.Record), RunJson.Serialize(resumed.Record));
        Assert.False(TrainingSession.CanResume(request.RunFolder) || File.Exists(Path.Combine(request.RunFolder, "checkpoint.bin")));
        Assert.Contains("nothing to resume", Assert.Throws<IOException>(
            () => TrainingSession.Resume(request.RunFolder, progress: null, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_cannot_start_leaves_no_folder()
    {
        var data = Path.Combine(_folder, "data");
        WriteClips(data, actors: [5]);
        Assert.Throws<SplitException>(() => TrainingSession.Run(Request(data), progress: null, TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists(Path.Combine(_folder, "run")));
        Assert.False(Directory.Exists(Path.Combine(_folder, "cache")), "features were made before the split was checked");
    }

    private static void WriteClips(string folder, int[] actors)
    {
        var demo = Path.Combine(folder, "..", "made");
        DemoCorpus.Ensure(demo, cancellation: TestContext.Current.CancellationToken);
        Directory.CreateDirectory(folder);
        foreach (var clip in DemoCorpus.Clips.Where(clip => actors.Contains(clip.Actor)))
            File.Copy(Path.Combine(demo, clip.Path), Path.Combine(folder, Path.GetFileName(clip.Path)));
    }

    private sealed class WhenBusy(Action then) : IProgress<TrainingEvent>
    {
        public List<string> Busy { get; } = [];

        public void Report(TrainingEvent value)
        {
            if (value is not TrainingEvent.CacheBusy busy)
                return;
            Busy.Add(busy.Reason);
            then();
        }
    }

    private TrainingRequest Request(string data) => new()
    {
        DataFolder = data,
        CacheFolder = Path.Combine(_folder, "cache"),
        RunFolder = Path.Combine(_folder, "run"),
        Recipe = OneEpoch,
        Backend = BackendKind.Cpu,
    };
}
