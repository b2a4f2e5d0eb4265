namespace EmotionGpu.Cli.Tests;

public sealed class CardCommandTests(TrainedModel trained)
{
    private static readonly string[] Recipe = ["--architecture", "smallcnn", "--epochs", "1", "--n-mels", "32", "--duration", "1", "--class-weights", "off", "--no-specaug"];

    [Fact]
    public void A_model_gets_the_scores_of_its_recipe_and_no_others()
    {
        using var folder = new TemporaryFolder();
        File.Copy(trained["run/model.zip"], folder["model.zip"]);
        folder.Emotion("card", "--model", "model.zip").Expect(1).ExpectOneErrorLine("model.zip has no card");

        Crossval(folder, "scored", Recipe);
        var card = folder.Emotion("card", "--model", "model.zip", "--run", trained["run"], "--crossval", "scored", "--json").Expect(0).Json;
        Assert.Equal(["recipe", "corpus", "clips", "actors", "scores", "points"], card.Names());
        Assert.Equal(("ravdess", 2), (card.Text("corpus"), card.Int("actors")));
        Assert.Equal(0.125, card.GetProperty("scores").Number("chanceUar"));
        Assert.Contains(card.GetProperty("points").EnumerateArray(), point => point.Text("text")!.Contains("CC BY-NC-SA 4.0", StringComparison.Ordinal));

        // Whoever has the file has the card, ML.NET's own reader included, and it is written once.
        Assert.Equal(card.ToString(), folder.Emotion("card", "--model", "model.zip", "--json").Expect(0).Json.ToString());
        folder.Emotion("card", "--model", "model.zip", "--run", trained["run"], "--crossval", "scored").Expect(0);
        Assert.Contains("had not heard", folder.Emotion("card", "--model", "model.zip").Expect(0).Output, StringComparison.Ordinal);

        Crossval(folder, "other", [.. Recipe, "--dropout", "0.5"]);
        folder.Emotion("card", "--model", "model.zip", "--run", trained["run"], "--crossval", "other").Expect(1).ExpectOneErrorLine("scores of the model's own recipe are wanted");
        folder.Emotion("card", "--model", "model.zip", "--run", "scored", "--crossval", "scored").Expect(1).ExpectOneErrorLine("is a cross-validation");
    }

    private void Crossval(TemporaryFolder folder, string name, string[] flags)
    {
        File.WriteAllText(folder["mine.json"], """{"folds": [{"validation": [3], "test": [4, 5]}]}""");
        folder.Emotion(["crossval", "--mode", "emotion", "--data", trained["data"], "--protocol", "mine.json", "--seeds", "1", "--backend", "cpu", "--out", name, .. flags]).Expect(3);
    }
}
