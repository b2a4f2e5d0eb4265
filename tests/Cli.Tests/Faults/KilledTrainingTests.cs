using System.Diagnostics;
using System.Text.Json;
using EmotionGpu.Features.Tests.Cache.Faults;

namespace EmotionGpu.Cli.Tests.Faults;

/// <summary>
/// <c>kill -9</c> of <c>train</c> and <c>crossval</c> at random moments of their lives, again and again, until the work is done: the numbers are those of a run that was
/// left in peace, and whatever model lies there in the meantime is whole.
/// </summary>
public sealed class KilledTrainingTests(ITestOutputHelper output)
{
    private readonly int _seed = Random.Shared.Next();

    private static int Kills => LongTests.Or(few: 5, often: 100);

    [Fact]
    public void A_training_that_is_killed_again_and_again_ends_with_the_numbers_of_one_that_was_not()
    {
        using var folder = new TemporaryFolder();
        Recordings.WriteCorpus(folder["data"], 1, 19);
        string[] options =
        [
            "--mode", "emotion", "--data", "data", "--keep", "best", "--architecture", "smallcnn", "--epochs", "40", "--n-mels", "32",
            "--duration", "1", "--threads", "1", "--precision", "float32",
        ];
        var whole = Timed(() => folder.Emotion(["train", "--out", "whole", "--cache", "other", .. options, "--json"]).Expect(0).Json, out var time);
        var (random, resumed, models) = (new Random(_seed), 0, 0);
        var checkpoint = folder["run/checkpoint.bin"];
        for (var kill = 0; kill < Kills; kill++)
        {
            var goesOn = File.Exists(folder["run/request.json"]);
            string[] command = goesOn ? ["train", "--resume", "run"] : ["train", "--out", "run", .. options];
            var killed = kill == 0
                ? EmotionProcess.RunKilledWhen(() => File.Exists(checkpoint), folder.Path, command)
                : EmotionProcess.RunKilledAfter(0.8 * time * random.NextDouble(), folder.Path, command);
            resumed += goesOn ? 1 : 0;
            Assert.True(killed.ExitCode is EmotionProcess.Killed or 0, $"{string.Join(' ', command)}: {killed.Error}");
            models += RequireWholeModel(folder["run/model.safetensors"]);
            // Finished, and cleared up: the next is a new one.
            if (File.Exists(folder["run/run.json"]) && !File.Exists(folder["run/request.json"]))
                Directory.Delete(folder["run"], recursive: true);
        }

        Assert.True(resumed > 0 && models > 0, $"seed {_seed}: {resumed} times resumed, {models} models found");
        string[] last = File.Exists(folder["run/request.json"]) ? ["train", "--resume", "run", "--json"] : ["train", "--out", "run", .. options, "--json"];
        var run = folder.Emotion(last).Expect(0).Json;
        Assert.Equal(Numbers(whole), Numbers(run));
        Assert.Equal(whole.GetProperty("best").ToString(), run.GetProperty("best").ToString());
        Assert.Equal(File.ReadAllBytes(folder["whole/model.safetensors"]), File.ReadAllBytes(folder["run/model.safetensors"]));
        Assert.Equal(Names(folder["whole"]), Names(folder["run"]));
        output.WriteLine($"kill -9 of train, seed {_seed}: {Kills} kills within {0.8 * time.TotalSeconds:F1} s, {resumed} times resumed, {models} models found on the way, all whole; "
            + $"lost: nothing, {Numbers(run).Length} epochs and the weights equal to those of a run that was not killed");
    }

    [Fact]
    public void A_cross_validation_that_is_killed_again_and_again_ends_with_the_predictions_of_one_that_was_not()
    {
        using var folder = new TemporaryFolder();
        Recordings.WriteCorpus(folder["data"], 1, 2, 3, 4);
        File.WriteAllText(folder["mine.json"], """{"folds": [{"test": [1, 2]}, {"test": [3, 4]}]}""");
        string[] options =
        [
            "--mode", "emotion", "--seeds", "1", "--architecture", "smallcnn", "--epochs", "8", "--threads", "1", "--precision", "float32",
            .. CrossValidatedRecipes.Quick,
        ];
        var whole = Timed(() => folder.Emotion(["crossval", "--out", "whole", "--cache", "other", .. options, "--json"]).Expect(0).Json, out var time);
        var (random, finished) = (new Random(_seed), 0);
        for (var kill = 0; kill < Kills; kill++)
        {
            var killed = EmotionProcess.RunKilledAfter(0.8 * time * random.NextDouble(), folder.Path, ["crossval", "--out", "killed", .. options]);
            Assert.True(killed.ExitCode is EmotionProcess.Killed or 0, killed.Error);
            if (killed.ExitCode != 0)
                continue;
            finished++;
            Directory.Delete(folder["killed"], recursive: true);
        }

        var run = folder.Emotion(["crossval", "--out", "killed", .. options, "--json"]).Expect(0).Json;
        foreach (var file in new[] { "predictions.csv", "validation.csv" })
            Assert.Equal(File.ReadAllText(folder[$"whole/{file}"]), File.ReadAllText(folder[$"killed/{file}"]));
        Assert.Equal(whole.GetProperty("test").ToString(), run.GetProperty("test").ToString());
        Assert.Equal(Below(folder["whole"]), Below(folder["killed"]));
        output.WriteLine($"kill -9 of crossval, seed {_seed}: {Kills} kills within {0.8 * time.TotalSeconds:F1} s, {finished} of them too late; "
            + "lost: nothing, predictions and scores equal to those of a run that was not killed");
    }

    // Read as its format says, by none of our code: a header of that length, and tensors that fill the rest.
    private static int RequireWholeModel(string path)
    {
        if (!File.Exists(path))
            return 0;
        var bytes = File.ReadAllBytes(path);
        var header = BitConverter.ToInt64(bytes);
        var tensors = JsonDocument.Parse(bytes.AsMemory(8, (int)header)).RootElement.EnumerateObject().Where(tensor => tensor.Name != "__metadata__");
        Assert.Equal(bytes.Length, 8 + header + tensors.Max(tensor => tensor.Value.GetProperty("data_offsets")[1].GetInt64()));
        return 1;
    }

    private static JsonElement Timed(Func<JsonElement> run, out TimeSpan time)
    {
        var started = Stopwatch.GetTimestamp();
        var result = run();
        time = Stopwatch.GetElapsedTime(started);
        return result;
    }

    private static string[] Numbers(JsonElement run) =>
        [.. run.GetProperty("epochs").EnumerateArray().Select(epoch => $"{epoch.GetProperty("trainLoss")} {epoch.GetProperty("macroF1")} {epoch.GetProperty("raw")}")];

    private static string[] Below(string folder) =>
        [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)];

    private static string[] Names(string folder) => [.. Directory.GetFiles(folder).Select(file => Path.GetFileName(file)!)
        .Where(name => !name.StartsWith("events.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
