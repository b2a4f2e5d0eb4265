using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Corpora.Naming;

namespace EmotionGpu.Training.Tests.Corpora;

/// <summary>Protocols of corpora other than RAVDESS.</summary>
public sealed class OtherCorpusProtocolTests : IDisposable
{
    private readonly Corpus _corpus = Corpus.FromPaths(
        new CremaDNaming(), new[] { 1001, 1002, 1005, 1007, 1091 }.Select(actor => $"{actor}_DFA_ANG_XX.wav"));

    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + "-mine.json");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Loso_has_a_fold_for_each_speaker_and_nobody_is_missing()
    {
        var protocol = Protocol.Load("loso", _corpus);
        Assert.Equal(5, protocol.Folds.Count);
        for (var fold = 0; fold < 5; fold++)
        {
            var split = protocol.Fold(fold, _corpus.Actors, validates: true);
            Assert.Equal([_corpus.Actors[fold]], split.Test);
            Assert.NotEmpty(split.Validation);
            Assert.Empty(split.Missing);
            Assert.Equal(_corpus.Actors, split.Train.Concat(split.Validation).Concat(split.Test).Order());
        }
    }

    [Fact]
    public void All_tests_nobody_and_draws_who_validates()
    {
        var split = Protocol.Load("all", _corpus).Fold(0, _corpus.Actors, validates: true);
        Assert.Empty(split.Test);
        Assert.Equal([1001, 1002], split.Validation);
        Assert.Equal([1005, 1007, 1091], split.Train);
        Assert.True(split.ValidationDrawn);
    }

    [Theory, InlineData("seed"), InlineData("luna-jimenez"), InlineData("emobox"), InlineData("demo")]
    public void Protocols_of_ravdess_are_refused_and_the_others_named(string name)
    {
        var error = Assert.Throws<ProtocolException>(() => Protocol.Load(name, _corpus));
        Assert.Contains($"protocol '{name}' names actors of RAVDESS or the demo corpus, the recordings are of corpus crema-d; loso, all or a JSON file",
            error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_name_lists_those_that_can_be_used()
    {
        var error = Assert.Throws<ProtocolException>(() => Protocol.Load("nonsense", _corpus));
        Assert.Contains("names are loso, all", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_may_name_any_actor_of_the_corpus()
    {
        File.WriteAllText(_file, """{"folds": [{"validation": [1002], "test": [1091, 1050]}]}""");
        var split = Protocol.Load(_file, _corpus).Fold(0, _corpus.Actors, validates: true);
        Assert.Equal([1091], split.Test);
        Assert.Equal([1002], split.Validation);
        Assert.Equal([1001, 1005, 1007], split.Train);
        Assert.Equal([1050], split.Missing);
    }

    [Fact]
    public void A_file_for_ravdess_may_not()
    {
        File.WriteAllText(_file, """{"folds": [{"test": [1091]}]}""");
        var ravdess = Corpus.FromPaths(new RavdessNaming(), ["03-01-01-01-01-01-01.wav"]);
        var error = Assert.Throws<ProtocolException>(() => Protocol.Load(_file, ravdess));
        Assert.Contains("names actor 1091; actors are 1 to 24", error.Message, StringComparison.Ordinal);
    }
}
