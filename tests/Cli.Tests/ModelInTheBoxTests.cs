namespace EmotionGpu.Cli.Tests;

/// <summary>The models that come with the program.</summary>
public sealed class ModelInTheBoxTests
{
    [Theory]
    [InlineData("emotion", 8)]
    [InlineData("sentiment", 3)]
    public void Each_is_taken_where_no_model_is_named_and_says_what_it_may_be_trusted_with(string mode, int classes)
    {
        using var folder = new TemporaryFolder();
        Recordings.WriteCorpus(folder["data"], 1);
        var made = folder.Emotion("predict", "data", "--mode", mode).Expect(0);
        Assert.Contains("On people it has not heard", made.Output, StringComparison.Ordinal);
        var json = folder.Emotion("predict", "data", "--mode", mode, "--json").Expect(0).Json;
        Assert.EndsWith($"models/{mode}.zip", json.Text("model")!.Replace('\\', '/'), StringComparison.Ordinal);
        Assert.Equal(classes, json.GetProperty("results")[0].GetProperty("probabilities").EnumerateObject().Count());

        var card = folder.Emotion("card", "--mode", mode, "--json").Expect(0).Json;
        Assert.Equal(("ravdess", 1260, 21), (card.Text("corpus"), card.Int("clips"), card.Int("actors")));
        Assert.InRange(card.GetProperty("scores").GetProperty("uar").Number("estimate"), card.GetProperty("scores").Number("chanceUar") * 1.5, 0.99);
    }

    [Fact]
    public void Both_are_small()
    {
        var models = Directory.GetFiles(Path.Combine(Repository.Root, "models"), "*.zip");
        Assert.Equal(["emotion.zip", "sentiment.zip"], models.Select(Path.GetFileName).Order());
        Assert.All(models, model => Assert.InRange(new FileInfo(model).Length, 1_000_000, 25_000_000));
    }

    [Fact]
    public void Real_clips_are_named_rightly_more_often_than_not()
    {
        // Clips that it was trained on: this says that model, front end and crops belong together, and nothing of its worth.
        var clips = Path.Combine(Repository.Root, "..", "shared", "ravdess-originals");
        Assert.SkipUnless(Directory.Exists(clips), "there are no RAVDESS clips (shared/ravdess-originals beside the repository)");
        using var folder = new TemporaryFolder();
        var json = folder.Emotion("evaluate", "--data", clips, "--json").Expect(0).Json;
        Assert.InRange(json.Number("accuracy"), 0.6, 1);
    }
}
