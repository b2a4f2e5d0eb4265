using System.Text.Json;

namespace EmotionGpu.Cli.Tests;

public sealed class TrainCommandTests(TrainedModel model)
{
    [Fact]
    public void The_document_is_run_json()
    {
        var json = model.Run.Expect(3).Json;
        Assert.Equal(File.ReadAllText(model["run/run.json"]).TrimEnd(), model.Run.Output.TrimEnd());
        string[] wanted =
        [
            "run", "mode", "corpus", "protocol", "recipe", "seed", "device", "precision", "options", "environment", "classes", "actors", "clips",
            "classWeights", "epochs", "best", "last", "test", "seconds",
        ];
        Assert.Empty(wanted.Except(json.Names()));
        Assert.Equal(("run", "emotion", "ravdess", "mine", "robust+", 7),
            (json.Text("run"), json.Text("mode"), json.Text("corpus"), json.Text("protocol"), json.Text("recipe"), json.Int("seed")));
        Assert.Equal(8, json.GetProperty("classes").GetArrayLength());
        Assert.Equal(8, json.GetProperty("classWeights").GetArrayLength());
        Assert.Empty(new[] { "train", "validation", "test", "missing" }.Except(json.GetProperty("actors").Names()));
        Assert.Equal([5], json.GetProperty("actors").GetProperty("missing").EnumerateArray().Select(actor => actor.GetInt32()));
        Assert.Equal((16, 8, 8), Clips(json.GetProperty("clips")));
        Assert.Equal(1, Assert.Single(json.GetProperty("epochs").EnumerateArray()).Int("epoch"));
        Assert.Equal(["epoch", "macroF1", "uar", "accuracy"], json.GetProperty("best").Names());
        Assert.Equal(["macroF1", "uar", "accuracy", "weightedF1", "perClass", "confusion"], json.GetProperty("test").Names());
        Assert.Equal(8, json.GetProperty("test").GetProperty("confusion").GetArrayLength());
        Assert.Equal(["features", "training", "total"], json.GetProperty("seconds").Names());
    }

    [Fact]
    public void The_run_folder_has_the_model_in_every_form_and_a_report()
    {
        model.Run.Expect(3);
        foreach (var file in new[] { "run.json", "model.zip", "model.onnx", "model.safetensors", "report.html", "report.md" })
            Assert.True(new FileInfo(model[$"run/{file}"]).Length > 0, file);
        var events = Assert.Single(Directory.EnumerateFiles(model["run"], "events.out.tfevents.*", SearchOption.AllDirectories));
        Assert.True(new FileInfo(events).Length > 0, events);
    }

    [Fact]
    public void Class_weights_and_SpecAugment_can_be_switched_off()
    {
        var json = model.Run.Expect(3).Json;
        var recipe = json.GetProperty("options").GetProperty("recipe");
        Assert.False(recipe.GetProperty("classWeights").GetBoolean());
        Assert.Equal(JsonValueKind.Null, recipe.GetProperty("specAugment").ValueKind);
        Assert.All(json.GetProperty("classWeights").EnumerateArray(), weight => Assert.Equal(1, weight.GetDouble()));
    }

    [Fact]
    public void Features_come_from_the_cache_where_no_flag_changes_recordings() => Assert.Equal(
        JsonValueKind.Null, model.Run.Expect(3).Json.GetProperty("options").GetProperty("recipe").GetProperty("waveform").ValueKind);

    [Fact]
    public void People_see_actors_classes_weights_epochs_and_what_was_refused()
    {
        var shown = model.Run.Expect(3).Error;
        foreach (var part in new[] { "missing", "weight", "surprised", "macro-F1", "refused: Actor_01/03-01-01-01-01-02-01.wav", "test" })
            Assert.Contains(part, shown, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', shown);
    }

    [Fact]
    public void The_recorded_command_line_does_not_say_where_the_machine_keeps_files()
    {
        var typed = model.Run.Expect(3).Json.GetProperty("environment").Text("commandLine")!;
        Assert.StartsWith("emotion train --mode emotion --data data --out run", typed, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_holds_a_run_is_not_overwritten() =>
        model.Emotion("train", "--mode", "emotion", "--data", "data", "--out", "run").Expect(2).ExpectOneErrorLine("--out run");

    [Theory, InlineData(false), InlineData(true)]
    public void A_folder_without_recordings_fails(bool withOtherFiles)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["data"]);
        if (withOtherFiles)
            File.WriteAllText(folder["data/notes.txt"], "nothing to hear");
        var run = folder.Emotion("train", "--mode", "emotion", "--data", "data", "--json").Expect(1).ExpectOneErrorLine("data", "WAV");
        Assert.NotEmpty(run.Json.Text("error")!);
        Assert.False(Directory.Exists(folder["runs"]));
    }

    [Fact]
    public void A_folder_with_one_actor_fails()
    {
        using var folder = new TemporaryFolder();
        Recordings.WriteCorpus(folder["data"], 1);
        folder.Emotion("train", "--mode", "emotion", "--data", "data").Expect(1).ExpectOneErrorLine("actor");
    }

    [Fact]
    public void Recordings_whose_names_say_nothing_fail()
    {
        using var folder = new TemporaryFolder();
        Recordings.Write(folder["data/hello.wav"], 440);
        folder.Emotion("train", "--mode", "emotion", "--data", "data").Expect(1).ExpectOneErrorLine("hello.wav", "RAVDESS");
    }

    [Fact]
    public void Without_data_the_usual_folder_is_taken_where_it_exists()
    {
        using var folder = new TemporaryFolder();
        Recordings.WriteCorpus(folder["data/RAVDESS"], 1);
        folder.Emotion("train", "--mode", "sentiment").Expect(1).ExpectOneErrorLine("actor");
    }

    [Fact]
    public void A_training_that_was_interrupted_is_resumed_to_the_numbers_of_one_that_was_not()
    {
        using var folder = new TemporaryFolder();
        Recordings.WriteCorpus(folder["data"], 1, 19);
        string[] options =
        [
            "--mode", "emotion", "--data", "data", "--keep", "best", "--architecture", "smallcnn", "--epochs", "40", "--n-mels", "32",
            "--duration", "1", "--threads", "1", "--precision", "float32", "--waveform-augment", "gain",
        ];
        EmotionProcess.RunUntil("  best", folder.Path, ["train", "--out", "run", .. options]).Expect(1)
            .ExpectOneErrorLine("interrupted", "train --resume run");
        Assert.True(File.Exists(folder["run/model.safetensors"]));
        Assert.False(File.Exists(folder["run/run.json"]));
        folder.Emotion("train", "--out", "run", "--mode", "emotion").Expect(1).ExpectLastErrorLine("run", "not finished", "--resume");

        var resumed = folder.Emotion("train", "--resume", "run", "--json").Expect(0).Json;
        var whole = folder.Emotion(["train", "--out", "whole", .. options, "--json"]).Expect(0).Json;
        Assert.Equal(Numbers(whole), Numbers(resumed));
        Assert.Equal(File.ReadAllBytes(folder["whole/model.safetensors"]), File.ReadAllBytes(folder["run/model.safetensors"]));
        Assert.Equal(Names(folder["whole"]), Names(folder["run"]));
        folder.Emotion("train", "--resume", "run").Expect(1).ExpectLastErrorLine("run", "finished run");
    }

    [Fact]
    public void The_default_recipe_brings_its_mels_and_floor_and_can_do_without_validation()
    {
        using var folder = new TemporaryFolder();
        Recordings.WriteCorpus(folder["data"], 1, 19);
        string[] options = ["--mode", "sentiment", "--data", "data", "--architecture", "smallcnn", "--epochs", "1", "--duration", "1", "--threads", "1"];
        var run = folder.Emotion(["train", .. options, "--out", "run", "--no-validation", "--targets", "emotions", "--json"]).Expect(0).Json;
        Assert.Equal((32, 64, 80, "last"), (
            run.GetProperty("options").GetProperty("recipe").Int("width"),
            run.GetProperty("options").GetProperty("logMel").Int("nMels"), run.GetProperty("options").GetProperty("input").Int("floorDecibel"),
            run.GetProperty("options").GetProperty("recipe").Text("keep")));
        Assert.Equal((16, 0), (run.GetProperty("clips").Int("train"), run.GetProperty("clips").Int("validation")));
        Assert.Equal(JsonValueKind.Null, run.GetProperty("validation").ValueKind);
        Assert.Equal(8, run.GetProperty("classWeights").GetArrayLength());
        Assert.Contains("Every actor who is there trained: nothing was scored", File.ReadAllText(folder["run/report.md"]), StringComparison.Ordinal);

        // The network knows eight emotions, its model three sentiments.
        var clip = Directory.EnumerateFiles(folder["data"], "*.wav", SearchOption.AllDirectories).First();
        var said = folder.Emotion("predict", "--model", "run/model.zip", clip, "--json").Expect(0).Json.GetProperty("results")[0].GetProperty("probabilities");
        Assert.Equal(["negative", "neutral", "positive"], said.Names().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_narrower_network_is_trained_and_predicts()
    {
        using var folder = new TemporaryFolder();
        Recordings.WriteCorpus(folder["data"], 1, 19);
        string[] options = ["--mode", "sentiment", "--data", "data", "--width", "16", "--n-mels", "40", "--epochs", "1", "--duration", "1", "--threads", "1"];
        var run = folder.Emotion(["train", .. options, "--out", "run", "--json"]).Expect(0).Json;
        Assert.Equal(16, run.GetProperty("options").GetProperty("recipe").Int("width"));
        Assert.InRange(new FileInfo(folder["run/model.safetensors"]).Length, 1, 44_000_000 / 4 / 4 * 2);
        var clip = Directory.EnumerateFiles(folder["data"], "*.wav", SearchOption.AllDirectories).First();
        folder.Emotion("predict", "--model", "run/model.zip", clip).Expect(0);
    }

    [Fact]
    public void A_network_starts_from_given_weights_of_its_own_width()
    {
        using var folder = new TemporaryFolder();
        Recordings.WriteCorpus(folder["data"], 1, 19);
        string[] options = ["--mode", "emotion", "--data", "data", "--epochs", "1", "--duration", "1", "--threads", "1", "--precision", "float32", "--json"];
        folder.Emotion(["train", "--width", "16", "--out", "given", .. options]).Expect(0);
        string[] other = ["--head", "average", "--no-augment", "--waveform-augment", "speed,noise,room", "--init", "given/model.safetensors"];

        var run = folder.Emotion(["train", "--width", "16", .. other, "--init-lr-factor", "0", "--out", "tuned", .. options]).Expect(0).Json.GetProperty("options");
        Assert.Equal(("model.safetensors", 0), (run.GetProperty("init").Text("file"), run.GetProperty("init").Int("backboneFactor")));
        var recipe = run.GetProperty("recipe");
        Assert.Equal(("average", JsonValueKind.Null), (recipe.Text("head"), recipe.GetProperty("augment").ValueKind));
        Assert.True(recipe.GetProperty("waveform").GetProperty("speed").GetDouble() > 0);

        folder.Emotion(["train", "--width", "32", "--init", "given/model.safetensors", "--out", "other", .. options]).Expect(1)
            .ExpectOneErrorLine("model.safetensors", "conv1.weight is F32 [16, 1, 7, 7]", "[32, 1, 7, 7]", "same width");
    }

    private static string[] Numbers(JsonElement run) =>
        [.. run.GetProperty("epochs").EnumerateArray().Select(epoch => $"{epoch.GetProperty("trainLoss")} {epoch.GetProperty("macroF1")} {epoch.GetProperty("raw")}")];

    private static string[] Names(string folder) => [.. Directory.GetFiles(folder).Select(file => Path.GetFileName(file)!)
        .Where(name => !name.StartsWith("events.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static (int Train, int Validation, int Test) Clips(JsonElement clips) =>
        (clips.Int("train"), clips.Int("validation"), clips.Int("test"));
}
