using EmotionGpu.Training.Corpora;

namespace EmotionGpu.Training.Tests.Corpora;

public sealed class ProtocolFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + "-mine.json");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void The_rest_trains()
    {
        var protocol = Load("""{"folds": [{"validation": [3, 2], "test": [5]}, {"test": [1]}]}""");
        Assert.EndsWith("-mine", protocol.Name, StringComparison.Ordinal);
        var split = protocol.Fold(0, [1, 2, 3, 4, 7], validates: true);
        Assert.Equal([1, 4, 7], split.Train);
        Assert.Equal([2, 3], split.Validation);
        Assert.Empty(split.Test);
        Assert.Equal([5], split.Missing);
        Assert.Equal([4, 7], protocol.Fold(1, [1, 2, 3, 4, 7], validates: true).Validation);
    }

    [Theory]
    [InlineData("", "not a protocol")]
    [InlineData("{", "not a protocol")]
    [InlineData("null", "no folds")]
    [InlineData("{}", "no folds")]
    [InlineData("""{"folds": []}""", "no folds")]
    [InlineData("""{"folds": [null]}""", "fold 0 is null")]
    [InlineData("""{"folds": [{"train": [1]}]}""", "not a protocol")]
    [InlineData("""{"folds": [{"test": ["1"]}]}""", "not a protocol")]
    [InlineData("""{"folds": [{"test": [1.5]}]}""", "not a protocol")]
    [InlineData("""{"folds": [{"test": [1]}, {"test": [25]}]}""", "fold 1 names actor 25; actors are 1 to 24")]
    [InlineData("""{"folds": [{"validation": [0]}]}""", "fold 0 names actor 0")]
    [InlineData("""{"folds": [{"validation": [4], "test": [4]}]}""", "fold 0 names actor 4 twice")]
    public void A_bad_file_says_what_is_wrong(string text, string message)
    {
        var error = Assert.Throws<ProtocolException>(() => Load(text));
        Assert.Contains(_path, error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private Protocol Load(string text)
    {
        File.WriteAllText(_path, text);
        return Protocol.Load(_path);
    }
}
