using System.Text.Json;

namespace EmotionGpu.Cli.Tests;

/// <summary>Recordings of other corpora than RAVDESS, and of any name with a table, through the commands.</summary>
public sealed class OtherCorpusCommandTests(TrainedModel model)
{
    private static readonly (string Code, string Class)[] CremaD =
        [("ANG", "angry"), ("DIS", "disgust"), ("FEA", "fearful"), ("HAP", "happy"), ("NEU", "neutral"), ("SAD", "sad")];

    [Fact]
    public void A_model_of_ravdess_is_scored_on_crema_d_and_the_classes_that_it_lacks_are_named()
    {
        model.Run.Expect(3);
        using var folder = new TemporaryFolder();
        WriteCremaD(folder["data"]);
        var json = model.Emotion("evaluate", "--model", "run/model.zip", "--data", folder["data"], "--json").Expect(0).Json;
        Assert.Equal(("crema-d", 18), (json.Text("corpus"), json.Int("clips")));
        var perClass = json.GetProperty("perClass").EnumerateArray().ToDictionary(row => row.Text("class")!, row => row);
        Assert.All(CremaD, emotion => Assert.Equal(3, perClass[emotion.Class].Int("support")));
        Assert.Equal((0, 0), (perClass["calm"].Int("support"), perClass["surprised"].Int("support")));
        Assert.Equal(CremaD.Average(emotion => perClass[emotion.Class].Number("recall")), json.Number("uar"), 1e-9);
        // As scikit-learn's macro average: over the labels that occur as truth or as prediction.
        var confusion = json.GetProperty("confusion").Deserialize<int[][]>()!;
        var occurring = json.GetProperty("perClass").EnumerateArray().Where((row, index) => row.Int("support") > 0 || confusion.Any(counts => counts[index] > 0));
        Assert.Equal(occurring.Average(row => row.Number("f1")), json.Number("macroF1"), 1e-9);

        var people = model.Emotion("evaluate", "--model", "run/model.zip", "--data", folder["data"]).Expect(0).Output;
        Assert.Contains("corpus crema-d: 18 clips of 3 speakers", people, StringComparison.Ordinal);
        Assert.Contains("No clips of calm, surprised:", people, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_labels_recordings_of_any_name()
    {
        model.Run.Expect(3);
        using var folder = new TemporaryFolder();
        Recordings.Write(folder["data/one, two.wav"], 300);
        Recordings.Write(folder["data/b/two.wav"], 900);
        Recordings.Write(folder["data/b/three.wav"], 1200);
        File.WriteAllText(folder["labels.csv"], "path,speaker,label\n\"one, two.wav\",ann,happy\nb/two.wav,bob,sad\ngone.wav,bob,sad\n");
        var json = model.Emotion("evaluate", "--model", "run/model.zip", "--data", folder["data"], "--labels", folder["labels.csv"], "--json").Expect(3).Json;
        Assert.Equal(("csv", 2), (json.Text("corpus"), json.Int("clips")));
        Assert.Equal(["b/three.wav", "gone.wav"], json.GetProperty("refused").EnumerateArray().Select(refused => refused.Text("path")));

        File.WriteAllText(folder["labels.csv"], "path,speaker,label\nb/two.wav,bob,bored\n");
        model.Emotion("evaluate", "--model", "run/model.zip", "--data", folder["data"], "--labels", folder["labels.csv"]).Expect(1)
            .ExpectOneErrorLine("labels.csv, line 2, column label: found 'bored'");
    }

    [Fact]
    public void A_training_says_which_corpus_it_found_and_follows_a_protocol_that_it_can()
    {
        using var folder = new TemporaryFolder();
        WriteCremaD(folder["data"]);
        Train(folder, "--protocol", "luna-jimenez").Expect(2).ExpectLastErrorLine("protocol 'luna-jimenez' names actors of RAVDESS", "loso, all or a JSON file");
        Train(folder, "--protocol", "loso", "--fold", "3").Expect(2).ExpectLastErrorLine("--fold 3: protocol 'loso' has folds 0 to 2");
        folder.Emotion("crossval", "--mode", "emotion", "--data", "data", "--out", "out", "--fold-index", "3").Expect(2)
            .ExpectOneErrorLine("--fold-index 3: protocol 'loso' has folds 0 to 2");
        folder.Emotion("train", "--mode", "emotion", "--data", "data", "--corpus", "tess").Expect(1).ExpectOneErrorLine("has a name of tess");

        var run = Train(folder, "--fold", "1", "--protocol", "loso").Expect(0);
        var json = run.Json;
        Assert.Equal(("crema-d", "loso", 1), (json.Text("corpus"), json.Text("protocol"), json.Int("fold")));
        Assert.Equal("1002", json.GetProperty("actors").GetProperty("test").EnumerateArray().Single().ToString());
        Assert.False(json.TryGetProperty("speakers", out _));
        Assert.Contains("corpus crema-d, protocol loso", run.Error, StringComparison.Ordinal);
    }

    private static EmotionProcess Train(TemporaryFolder folder, params string[] more) => folder.Emotion(
        ["train", "--mode", "emotion", "--data", "data", "--out", "run", "--architecture", "smallcnn", "--epochs", "1", "--n-mels", "32", "--duration", "1",
            "--backend", "cpu", "--no-specaug", "--json", .. more]);

    private static void WriteCremaD(string folder)
    {
        foreach (var (index, emotion) in CremaD.Index())
        {
            foreach (var actor in new[] { 1001, 1002, 1091 })
                Recordings.Write(Path.Combine(folder, $"{actor}_DFA_{emotion.Code}_XX.wav"), 200 + 200 * index + (actor % 100), 0.4);
        }
    }
}
