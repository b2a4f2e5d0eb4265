using EmotionGpu.Features.Cache;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmotionGpu.Training.Tests.Data;

public sealed class FeatureDataViewTests
{
    private const int Mels = 4;
    private static readonly LogMelOptions LogMel = new() { NMels = Mels, FMax = 8000 };
    private static readonly InputOptions Input = new() { DurationSeconds = 0.2 };
    private static readonly int CropFrames = Input.Frames(LogMel);
    private readonly MLContext _ml = new(seed: 1);
    private int _reads;

    [Fact]
    public void A_row_says_whose_clip_it_is_and_what_class()
    {
        var view = View(TaskMode.Emotion, clips: 20);
        Assert.Equal(20, view.GetRowCount());
        Assert.Equal("Actor_03/clip-02.wav", view.GetColumn<string>("Path").ElementAt(2));
        Assert.Equal("03", view.GetColumn<string>("Speaker").ElementAt(2));
        Assert.Equal([1u, 2u, 3u, 4u, 5u, 6u, 7u, 8u, 1u], view.GetColumn<uint>("Label").Take(9));
        Assert.Equal(0, _reads);
    }

    [Theory]
    [InlineData(TaskMode.Emotion)]
    [InlineData(TaskMode.Sentiment)]
    public void The_label_is_a_key_with_the_names_of_the_classes(TaskMode mode)
    {
        var label = View(mode, clips: 3).Schema["Label"];
        Assert.Equal((ulong)mode.Classes().Count, Assert.IsType<KeyDataViewType>(label.Type).Count);
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        label.GetKeyValues(ref names);
        Assert.Equal(mode.Classes(), names.DenseValues().Select(name => name.ToString()));
    }

    [Fact]
    public void Features_are_the_centred_crop_standardised_over_all_of_it()
    {
        var view = View(TaskMode.Emotion, clips: 20);
        Assert.Equal([1, Mels, CropFrames], Assert.IsType<VectorDataViewType>(view.Schema["Features"].Type).Dimensions);
        var features = view.GetColumn<float[]>("Features").ToArray();
        for (var i = 0; i < features.Length; i++)
            Assert.All(Oracle(Clip(i)).Zip(features[i]), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void Features_have_the_floor_of_the_input()
    {
        var view = View(TaskMode.Emotion, clips: 1, Input with { FloorDecibel = 1e-3 });
        // All but the peak stand a thousandth of a decibel below it.
        Assert.InRange(view.GetColumn<float[]>("Features").Single().Distinct().Count(), 1, 2);
    }

    [Fact]
    public void LogMel_is_the_whole_clip()
    {
        var clips = View(TaskMode.Emotion, clips: 20).GetColumn<float[]>("LogMel").ToArray();
        Assert.All(clips, (values, i) => Assert.Equal(Clip(i).Values.ToArray().Select(value => (float)value), values));
    }

    [Fact]
    public void Only_the_columns_asked_for_are_there()
    {
        var view = View(TaskMode.Emotion, clips: 3);
        using var cursor = view.GetRowCursor([view.Schema["Path"]]);
        Assert.True(cursor.IsColumnActive(view.Schema["Path"]));
        Assert.False(cursor.IsColumnActive(view.Schema["Features"]));
        Assert.Throws<ArgumentException>(() => cursor.GetGetter<VBuffer<float>>(view.Schema["Features"]));
        Assert.Throws<ArgumentException>(() => cursor.GetGetter<float>(view.Schema["Path"]));
        var path = default(ReadOnlyMemory<char>);
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["Path"])(ref path));
    }

    [Fact]
    public void Cursors_on_many_threads_give_every_row_once()
    {
        var view = View(TaskMode.Emotion, clips: 100);
        var cursors = view.GetRowCursorSet(view.Schema.Where(column => column.Name is "Path" or "Features"), n: 7);
        var found = new string[cursors.Length][];
        Parallel.For(0, cursors.Length, i => found[i] = [.. Paths(cursors[i])]);
        Assert.Equal(view.GetColumn<string>("Path").Order(StringComparer.Ordinal), found.SelectMany(paths => paths).Order(StringComparer.Ordinal));

        static IEnumerable<string> Paths(DataViewRowCursor cursor)
        {
            var getPath = cursor.GetGetter<ReadOnlyMemory<char>>(cursor.Schema["Path"]);
            var getFeatures = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Features"]);
            var (path, features, batch) = (default(ReadOnlyMemory<char>), default(VBuffer<float>), -1L);
            while (cursor.MoveNext())
            {
                getPath(ref path);
                getFeatures(ref features);
                Assert.True(cursor.Batch > batch);
                batch = cursor.Batch;
                yield return path.ToString();
            }

            Assert.Equal(-1, cursor.Position);
        }
    }

    [Fact]
    public void Shuffling_gives_every_row_once_in_an_order_that_hangs_on_the_seed()
    {
        var view = View(TaskMode.Emotion, clips: 50);
        var inOrder = view.GetColumn<string>("Path").ToArray();
        string[] Shuffled(int seed) => [.. _ml.Data.ShuffleRows(view, seed, shuffleSource: true).GetColumn<string>("Path")];
        Assert.Equal(Shuffled(1), Shuffled(1));
        Assert.NotEqual(Shuffled(1), Shuffled(2));
        Assert.Equal(inOrder.Order(StringComparer.Ordinal), Shuffled(1).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Ordinary_operators_work_on_it()
    {
        var view = View(TaskMode.Emotion, clips: 60);
        Assert.Equal(5, _ml.Data.TakeRows(view, 5).Preview().RowView.Length);
        Assert.Equal(57, _ml.Data.SkipRows(view, 3).GetColumn<uint>("Label").Count());
        Assert.All(_ml.Data.FilterRowsByKeyColumnFraction(view, "Label", 0, 0.5).GetColumn<uint>("Label"), label => Assert.InRange(label, 1u, 4u));
        Assert.Equal(60, _ml.Data.Cache(view, "Label", "Features").GetColumn<float[]>("Features").Count());

        var split = _ml.Data.TrainTestSplit(view, 0.3, samplingKeyColumnName: "Speaker");
        var (train, test) = (split.TrainSet.GetColumn<string>("Speaker").Distinct(), split.TestSet.GetColumn<string>("Speaker").Distinct());
        Assert.Empty(train.Intersect(test));
        Assert.Equal(60, split.TrainSet.GetColumn<uint>("Label").Count() + split.TestSet.GetColumn<uint>("Label").Count());
        split = _ml.Data.TrainTestSplit(view, 0.3);
        Assert.Equal(60, split.TrainSet.Preview(100).RowView.Length + split.TestSet.Preview(100).RowView.Length);
    }

    [Fact]
    public void Ordinary_estimators_work_on_it()
    {
        var view = View(TaskMode.Sentiment, clips: 60);
        var chain = _ml.Transforms.NormalizeMeanVariance("Normalized", "Features")
            .Append(_ml.Transforms.Concatenate("Both", "Features", "Normalized"))
            .Append(_ml.Transforms.Conversion.MapKeyToValue("Name", "Label"));
        var rows = chain.Fit(view).Transform(view);
        Assert.All(rows.GetColumn<float[]>("Both"), values => Assert.Equal(2 * Mels * CropFrames, values.Length));
        Assert.Equal("neutral", rows.GetColumn<string>("Name").First());
    }

    [Fact]
    public void A_tensor_of_another_front_end_is_refused()
    {
        var (clip, entry) = Row(0);
        var view = new FeatureDataView(_ => new LogMelClip(new Half[7 * 5], 7, 5), [(clip, entry)], TaskMode.Emotion, LogMel, Input);
        var error = Assert.Throws<CacheCorruptException>(() => view.GetColumn<float[]>("Features").ToArray());
        Assert.Contains("has 7 mels, 4 were wanted", error.Message, StringComparison.Ordinal);
    }

    private FeatureDataView View(TaskMode mode, int clips, InputOptions? input = null) => new(
        entry =>
        {
            Interlocked.Increment(ref _reads);
            return Clip((int)entry.Samples);
        },
        [.. Enumerable.Range(0, clips).Select(Row)], mode, LogMel, input ?? Input);

    private static (CorpusClip Clip, ManifestEntry Entry) Row(int i)
    {
        var path = $"Actor_{i % 5 + 1:00}/clip-{i:00}.wav";
        return (new CorpusClip(path, i % 5 + 1, (Emotion)(i % 8), 1, 1, 1), new ManifestEntry($"key{i}", path, "shard", [Mels, 0], i, 16_000, "", ""));
    }

    /// <summary>Random dB values; clips are shorter and longer than the crop, by odd and even numbers of frames.</summary>
    private static LogMelClip Clip(int i)
    {
        var random = new Random(i);
        var frames = CropFrames - 6 + i;
        return new LogMelClip(Enumerable.Range(0, Mels * frames).Select(_ => (Half)(random.NextDouble() * 80 - 80)).ToArray(), Mels, frames);
    }

    /// <summary>The crop by its definition, in double precision.</summary>
    private static IEnumerable<double> Oracle(LogMelClip clip)
    {
        var crop = new double[Mels * CropFrames];
        var left = clip.Frames < CropFrames ? (CropFrames - clip.Frames) / 2 : 0;
        var start = clip.Frames > CropFrames ? (clip.Frames - CropFrames) / 2 : 0;
        for (var i = 0; i < crop.Length; i++)
        {
            var frame = i % CropFrames - left + start;
            crop[i] = frame >= 0 && frame < clip.Frames ? (double)clip.Values.Span[i / CropFrames * clip.Frames + frame] : -100;
        }

        var mean = crop.Average();
        var deviation = Math.Sqrt(crop.Sum(value => (value - mean) * (value - mean)) / (crop.Length - 1));
        return crop.Select(value => (value - mean) / (deviation + 1e-6));
    }
}
