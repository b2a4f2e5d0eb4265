using EmotionGpu.Training.Metrics;

namespace EmotionGpu.Training.Tests.Metrics;

public sealed class PredictionTableTests : IDisposable
{
    private const string Header = "path,actor,intensity,statement,fold,seed,truth,predicted,p_sad,p_calm";

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"predictions-{Guid.NewGuid():N}.csv");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void What_is_written_can_be_read_by_anyone()
    {
        new PredictionTable(["sad", "calm"], [new ClipPrediction("Actor_03/x.wav", 3, 2, 1, 4, 7, 1, [0.75, 0.25])]).Write(_path);
        Assert.Equal($"{Header}\nActor_03/x.wav,3,2,1,4,7,calm,sad,0.75,0.25\n", File.ReadAllText(_path));
    }

    [Fact]
    public void Every_bit_of_a_probability_comes_back()
    {
        var random = new Random(1);
        ClipPrediction[] clips = [.. Enumerable.Range(0, 500).Select(clip =>
        {
            var p = Math.Pow(random.NextDouble(), 20);
            return new ClipPrediction($"{clip}.wav", clip, 1, 2, 0, -1, clip % 2, [p, 1 - p]);
        })];
        AssertSame(new PredictionTable(["sad", "calm"], clips));
    }

    [Theory]
    [InlineData("a,b.wav")]
    [InlineData("say \"a\".wav")]
    [InlineData("\"")]
    [InlineData("two\r\nlines\n.wav")]
    [InlineData("")]
    [InlineData(" ö ")]
    public void Names_may_hold_what_separates_them(string name) =>
        AssertSame(new PredictionTable([name + "1", name + "2"], [new ClipPrediction(name, 1, 1, 1, 0, 0, 1, [0.5, 0.5])]));

    [Fact]
    public void A_table_without_rows_keeps_its_classes() => AssertSame(new PredictionTable(["sad", "calm"], []));

    [Fact]
    public void Windows_line_ends_and_a_missing_last_one_are_read()
    {
        File.WriteAllText(_path, $"\uFEFF{Header}\r\na.wav,1,1,1,0,0,sad,sad,1,0\r\n\r\nb.wav,1,1,1,0,0,calm,sad,0.5,0.5");
        Assert.Equal(["a.wav", "b.wav"], PredictionTable.Read(_path).Clips.Select(clip => clip.Path));
    }

    [Theory]
    [InlineData("", "line 1: the file is empty")]
    [InlineData("path,actor\n", "line 1: found the header 'path,actor'")]
    [InlineData("path,actor,intensity,statement,fold,seed,truth,predicted\n", "a column p_NAME for each class")]
    [InlineData("path,actor,intensity,statement,fold,seed,truth,predicted,p_a,p_a\n", "line 1: found the header")]
    [InlineData("path,actor,intensity,statement,fold,seed,truth,predicted,p_a,b\n", "line 1: found the header")]
    [InlineData(Header + "\na,1,1,1,0,0,sad,sad,1\n", "line 2: found 9 fields, wanted 10")]
    [InlineData(Header + "\n\"a\nb\",1,1,1,0,0,sad,sad,1,0\nc,x,1,1,0,0,sad,sad,1,0\n", "line 4: actor is 'x', wanted a whole number")]
    [InlineData(Header + "\na,1,1,1,0,1.5,sad,sad,1,0\n", "line 2: seed is '1.5'")]
    [InlineData(Header + "\na,1,1,1,0,0,joy,sad,1,0\n", "line 2: truth is 'joy', wanted one of sad, calm")]
    [InlineData(Header + "\na,1,1,1,0,0,sad,calm,1,0\n", "line 2: predicted is 'calm', but 'sad' is the likeliest")]
    [InlineData(Header + "\na,1,1,1,0,0,sad,sad,NaN,0\n", "line 2: p_sad is 'NaN', wanted a number from 0 to 1")]
    [InlineData(Header + "\na,1,1,1,0,0,sad,sad,1,-0.1\n", "line 2: p_calm is '-0.1'")]
    [InlineData(Header + "\na,1,1,1,0,0,sad,sad,0.5,0.4\n", "line 2: probabilities add up to 0.9, wanted 1")]
    [InlineData(Header + "\n\"a,1,1,1,0,0,sad,sad,1,0\n", "line 2: a quote is opened and never closed")]
    [InlineData(Header + "\na\"b,1,1,1,0,0,sad,sad,1,0\n", "line 2: a quote inside the field 'a'")]
    [InlineData(Header + "\n\"a\"b,1,1,1,0,0,sad,sad,1,0\n", "line 2: 'b' where a comma or the line's end is wanted")]
    public void A_malformed_file_is_refused_with_its_line(string text, string reason)
    {
        File.WriteAllText(_path, text);
        var error = Assert.Throws<PredictionException>(() => PredictionTable.Read(_path));
        Assert.StartsWith(_path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private void AssertSame(PredictionTable table)
    {
        table.Write(_path);
        var read = PredictionTable.Read(_path);
        Assert.Equal(table.Classes, read.Classes);
        Assert.Equal(table.Clips.Count, read.Clips.Count);
        foreach (var (expected, actual) in table.Clips.Zip(read.Clips))
        {
            Assert.Equal(expected, actual with { Probabilities = expected.Probabilities });
            Assert.Equal(expected.Probabilities, actual.Probabilities);
        }
    }
}
