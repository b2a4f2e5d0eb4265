using System.Text.Json;
using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Export.Int8;
using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Tests.Trainers;

/// <summary>Trainings and cross-validations on recordings that are not named as in RAVDESS, and lack classes that it has.</summary>
public sealed class OtherCorpusTests : IDisposable
{
    private const int SampleRate = 8000;

    private static readonly string[] TessEmotions = ["angry", "disgust", "fear", "happy", "neutral", "ps", "sad"];

    private readonly string _folder = Directory.CreateTempSubdirectory("emotiongpu-other-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_class_without_clips_leaves_the_weights_of_the_others_and_every_score_finite()
    {
        WriteTess();
        var result = TrainingSession.Run(Request() with { Recipe = Quick with { LabelSmoothing = 0.1, MixupAlpha = 0.3, BalancedSampler = true } }, progress: null, TestContext.Current.CancellationToken);

        var record = result.Record;
        Assert.Equal(("tess", "all"), (record.Corpus, record.Protocol));
        var calm = record.Classes.ToList().IndexOf("calm");
        Assert.Equal(0, record.ClassWeights[calm]);
        Assert.All(record.ClassWeights.Where((_, index) => index != calm), weight => Assert.Equal(1, weight, 1e-12));
        Assert.All(record.Epochs, epoch => Assert.True(double.IsFinite(epoch.TrainLoss + epoch.ValidationLoss + epoch.MacroF1 + epoch.Uar)));
        var validation = record.Validation!;
        Assert.Equal(0, validation.PerClass[calm].Support);
        Assert.Equal(validation.PerClass.Where(row => row.Support > 0).Average(row => row.Recall), validation.Uar, 1e-12);
        var occurring = validation.PerClass.Where((row, index) => row.Support > 0 || validation.Confusion.Any(counts => counts[index] > 0));
        Assert.Equal(occurring.Average(row => row.F1), validation.MacroF1, 1e-12);
    }

    [Fact]
    public void The_record_says_who_is_who_and_the_report_nothing_that_the_corpus_does_not_say()
    {
        WriteTess();
        _ = TrainingSession.Run(Request(), progress: null, TestContext.Current.CancellationToken);

        using var json = JsonDocument.Parse(File.ReadAllText(this["run/run.json"]));
        Assert.Equal("""{"1":"OAF","2":"YAF"}""", JsonSerializer.Serialize(json.RootElement.GetProperty("speakers")));
        var report = File.ReadAllText(this["run/report.md"]);
        Assert.Contains("OAF", report, StringComparison.Ordinal);
        foreach (var ravdess in new[] { "RAVDESS", "odd numbers are men", "By gender", "By intensity", "By statement", "statement 0" })
            Assert.DoesNotContain(ravdess, report, StringComparison.Ordinal);
        var predictions = PredictionTable.Read(this["run/validation.csv"]);
        Assert.All(predictions.Clips, clip => Assert.Equal((0, 0), (clip.Intensity, clip.Statement)));
    }

    [Fact]
    public void A_run_that_was_broken_off_finds_its_table_again()
    {
        WriteNamed();
        StoredRequestRoundTrip(Request() with { Corpus = new CorpusChoice(CorpusKind.Csv, this["labels.csv"]) });
    }

    [Fact]
    public void A_table_s_speakers_are_cross_validated_one_by_one_and_a_changed_table_is_noticed()
    {
        WriteNamed();
        var request = new CrossValidationRequest
        {
            Training = Request() with { Corpus = new CorpusChoice(CorpusKind.Csv, this["labels.csv"]), Protocol = "loso", RunFolder = this["out"] },
            Seeds = [1],
        };
        var result = CrossValidation.Run(request, progress: null, TestContext.Current.CancellationToken).Finished!.Result;
        Assert.Equal(("csv", "loso", 3), (result.Corpus, result.Protocol, result.Folds.Count));
        Assert.Equal([1, 2, 3], result.Folds.SelectMany(fold => fold.Actors.Test));
        Assert.Equal(3, result.Test!.Models.Actors);
        Assert.Equal(["1", "2", "3"], result.Test.Slices.Select(slice => slice.Name));

        File.WriteAllText(this["labels.csv"], File.ReadAllText(this["labels.csv"]).Replace(",zoe,", ",ada,", StringComparison.Ordinal));
        var error = Assert.Throws<CrossValidationException>(() => CrossValidation.Run(request, progress: null, TestContext.Current.CancellationToken));
        Assert.Contains("speakers.1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Protocols_of_ravdess_are_refused_before_anything_is_made()
    {
        WriteTess();
        Assert.Throws<ProtocolException>(() => TrainingSession.Run(Request() with { Protocol = "seed" }, progress: null, TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists(this["cache"]));
        Assert.False(Directory.Exists(this["run"]));
    }

    [Fact]
    public void The_demo_corpus_takes_no_labels_of_others()
    {
        Directory.CreateDirectory(this["data"]);
        File.WriteAllText(this["data/.emotiongpu-demo"], "");
        var error = Assert.Throws<CorpusException>(() =>
            TrainingSession.Run(Request() with { Corpus = new CorpusChoice(CorpusKind.Tess) }, progress: null, TestContext.Current.CancellationToken));
        Assert.Contains("holds the demo corpus", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Eight_bits_are_fitted_to_recordings_of_the_run_s_own_corpus()
    {
        WriteTess();
        _ = TrainingSession.Run(Request(), progress: null, TestContext.Current.CancellationToken);
        Assert.NotEmpty(Int8Builder.TrainingRecordings([this["run"]], CorpusChoice.Auto.Read(this["data"]), 4));
        Write("other/1001_DFA_ANG_XX.wav", 300);
        var error = Assert.Throws<EmotionGpu.Training.Export.EnsembleException>(() => Int8Builder.TrainingRecordings([this["run"]], CorpusChoice.Auto.Read(this["other"]), 4));
        Assert.Contains("was trained on corpus tess, the recordings are of corpus crema-d", error.Message, StringComparison.Ordinal);
    }

    private string this[string relative] => Path.Combine(_folder, relative);

    private static Recipe Quick { get; } = Recipe.Seed with { Architecture = Architecture.SmallCnn, Epochs = 1, WarmupEpochs = 0, SpecAugment = null };

    private static void StoredRequestRoundTrip(TrainingRequest request)
    {
        Directory.CreateDirectory(request.RunFolder);
        StoredRequest.Write(request);
        Assert.Equal(request.Corpus, StoredRequest.Read(request.RunFolder).Corpus);
    }

    private void WriteTess()
    {
        foreach (var speaker in new[] { "OAF", "YAF" })
        {
            foreach (var (index, emotion) in TessEmotions.Index())
                Write($"data/{speaker}_{emotion}/{speaker}_back_{emotion}.wav", 200 + 300 * index + (speaker == "OAF" ? 0 : 40));
        }
    }

    private void WriteNamed()
    {
        var rows = new List<string> { "path,speaker,label" };
        foreach (var (place, speaker) in new[] { "zoe", "bob", "max" }.Index())
        {
            foreach (var emotion in new[] { Emotion.Happy, Emotion.Sad, Emotion.Neutral })
            {
                Write($"data/{speaker}/{emotion}.wav", 200 + 300 * (int)emotion + 20 * place);
                rows.Add($"{speaker}/{emotion}.wav,{speaker},{emotion}");
            }
        }

        File.WriteAllLines(this["labels.csv"], rows);
    }

    private void Write(string path, double hertz)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[path])!);
        short[] samples = [.. Enumerable.Range(0, 4000).Select(i => (short)(8000 * Math.Sin(2 * Math.PI * hertz * i / SampleRate) + i * 31 % 97))];
        using var stream = File.Create(this[path]);
        PcmWav.Write(stream, SampleRate, samples);
    }

    private TrainingRequest Request() => new()
    {
        DataFolder = this["data"],
        CacheFolder = this["cache"],
        RunFolder = this["run"],
        Recipe = Quick,
        LogMel = new LogMelOptions { SampleRate = SampleRate, NFft = 256, HopLength = 128, NMels = 16 },
        Input = new InputOptions { DurationSeconds = 0.4 },
        Backend = BackendKind.Cpu,
        Threads = 1,
        Precision = Precision.Float32,
    };
}
