using System.Text.Json.Nodes;
using EmotionGpu.Training.Reports;

namespace EmotionGpu.Training.Tests.Reports;

public sealed class RunJsonTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("run-json").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_document_has_the_properties_that_the_design_names()
    {
        var document = Parse(SampleRun.Create(withTest: true));
        string[] names = [
            "run", "mode", "corpus", "protocol", "fold", "recipe", "seed", "device", "precision", "options", "environment", "classes", "actors", "clips",
            "classWeights", "epochs", "best", "last", "validation", "test", "seconds", "refused", "probabilities"];
        Assert.Equal(names, document.Select(property => property.Key));
        Assert.Equal(["train", "validation", "test", "missing", "validationDrawn"], Names(document["actors"]));
        Assert.Equal(["train", "validation", "test"], Names(document["clips"]));
        Assert.Empty(new[] { "epoch", "trainLoss", "trainAccuracy", "macroF1", "uar", "lr", "seconds" }.Except(Names(document["epochs"]![0])));
        Assert.Equal(["epoch", "macroF1", "uar", "accuracy"], Names(document["best"]));
        Assert.Equal(["epoch", "macroF1", "uar", "accuracy"], Names(document["last"]));
        Assert.Equal(["macroF1", "uar", "accuracy", "weightedF1", "perClass", "confusion"], Names(document["test"]));
        Assert.Equal(["class", "precision", "recall", "f1", "support"], Names(document["test"]!["perClass"]![0]));
        Assert.Equal(["features", "training", "total"], Names(document["seconds"]));
        Assert.Equal(["temperature", "before", "after"], Names(document["probabilities"]));
        Assert.Equal(["logLoss", "brier", "ece", "bins"], Names(document["probabilities"]!["before"]));
    }

    [Fact]
    public void A_record_older_than_the_scores_of_probabilities_is_read()
    {
        var document = Parse(SampleRun.Create(withTest: true));
        Assert.True(document.Remove("probabilities"));
        var path = Path.Combine(_folder, "run.json");
        File.WriteAllText(path, document.ToJsonString());
        Assert.Null(RunJson.Read(path).Probabilities);
    }

    [Fact]
    public void Test_is_null_without_test_clips()
    {
        var document = Parse(SampleRun.Create());
        Assert.True(document.ContainsKey("test"));
        Assert.Null(document["test"]);
    }

    [Fact]
    public void Enumerations_are_lower_case_words()
    {
        var options = Parse(SampleRun.Create())["options"]!;
        Assert.Equal("resnet18", (string?)options["recipe"]!["architecture"]);
        Assert.Equal("hann", (string?)options["logMel"]!["window"]);
    }

    [Fact]
    public void A_number_that_is_not_finite_is_null_and_NaN_when_read()
    {
        var run = SampleRun.Create(epochs: 1);
        var path = Path.Combine(_folder, "run.json");
        RunJson.Write(run with { Epochs = [run.Epochs[0] with { TrainLoss = double.NaN }] }, path);
        Assert.Null(JsonNode.Parse(File.ReadAllText(path))!["epochs"]![0]!["trainLoss"]);
        Assert.Equal(double.NaN, RunJson.Read(path).Epochs[0].TrainLoss);
    }

    [Fact]
    public void What_is_written_is_read_back_and_nothing_else_is_left_in_the_folder()
    {
        var run = SampleRun.Create(withTest: true);
        var path = Path.Combine(_folder, "run.json");
        RunJson.Write(run, path);
        RunJson.Write(run, path);
        Assert.Equivalent(run, RunJson.Read(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    private static JsonObject Parse(RunRecord run) => JsonNode.Parse(RunJson.Serialize(run))!.AsObject();

    private static IEnumerable<string> Names(JsonNode? node) => node!.AsObject().Select(property => property.Key);
}
