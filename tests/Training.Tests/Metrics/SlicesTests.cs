using EmotionGpu.Training.Metrics;

namespace EmotionGpu.Training.Tests.Metrics;

public class SlicesTests
{
    private readonly ClipPrediction[] _clips = InventedPredictions.Of([1, 0.2, 1, 0.4]);

    [Fact]
    public void Every_kind_covers_every_clip_once()
    {
        var slices = Slices.Of(_clips, oddActorsAreMen: true);
        Assert.Equal(["1", "2", "3", "4", "male", "female", "normal", "strong", "1", "2"], slices.Select(slice => slice.Name));
        Assert.All(slices.GroupBy(slice => slice.Kind), kind => Assert.Equal(4 * 24, kind.Sum(slice => slice.Clips)));
    }

    [Fact]
    public void Odd_actors_are_male()
    {
        var male = Slices.Of(_clips, oddActorsAreMen: true).Single(slice => slice.Name == "male");
        Assert.Equal((SliceKind.Gender, 48, 1), (male.Kind, male.Clips, male.Scores.MacroF1));
    }

    [Fact]
    public void A_slice_s_scores_are_those_of_its_clips()
    {
        var strong = Slices.Of(_clips, oddActorsAreMen: true).Single(slice => slice.Name == "strong");
        Assert.Equal(SeedScores.Mean(_clips.Where(clip => clip.Intensity == 2)), strong.Scores);
    }

    [Fact]
    public void What_a_corpus_does_not_say_has_no_slice()
    {
        ClipPrediction[] said = [.. _clips.Select(clip => clip with { Intensity = 0, Statement = 0 })];
        Assert.Equal(["1", "2", "3", "4"], Slices.Of(said, oddActorsAreMen: false).Select(slice => slice.Name));
    }

    [Fact]
    public void Levels_of_other_corpora_have_names_of_their_own()
    {
        ClipPrediction[] levels = [.. _clips.Select((clip, i) => clip with { Intensity = i % 4 == 0 ? 0 : 2 + i % 4 })];
        Assert.Equal(["low", "medium", "high"], Slices.Of(levels, oddActorsAreMen: false).Where(slice => slice.Kind == SliceKind.Intensity).Select(slice => slice.Name));
    }

    [Fact]
    public void Without_clips_there_is_no_slice() => Assert.Empty(Slices.Of([], oddActorsAreMen: true));
}
