using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Corpora.Naming;

namespace EmotionGpu.Training.Tests.Corpora;

public class ProtocolTests
{
    private static readonly int[] Everyone = [.. Enumerable.Range(1, 24)];
    private static readonly int[] Without12And18And20 = [.. Everyone.Except([12, 18, 20])];

    public static TheoryData<string> Names => [.. Protocols.All.Select(protocol => protocol.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_actor_stands_on_two_sides_and_everyone_present_stands_on_one(string name)
    {
        var protocol = Protocol.Load(name);
        foreach (var present in new[] { Everyone, Without12And18And20, [1, 2, 3, 4, 5, 6] })
            for (var fold = 0; fold < protocol.Folds.Count; fold++)
            {
                var split = protocol.Fold(fold, present, validates: true);
                Assert.Equal(present, split.Train.Concat(split.Validation).Concat(split.Test).Order());
                Assert.NotEmpty(split.Train);
                Assert.NotEmpty(split.Validation);
                Assert.Equal(protocol.Actors.Except(present), split.Missing);
            }
    }

    [Fact]
    public void Seed_validates_on_19_and_21_and_tests_on_12_18_and_20()
    {
        var split = Protocol.Load("seed").Fold(0, Everyone, validates: true);
        Assert.Equal([19, 21], split.Validation);
        Assert.Equal([12, 18, 20], split.Test);
        Assert.Empty(split.Missing);
        Assert.False(split.ValidationDrawn);
    }

    [Fact]
    public void Absent_test_actors_are_missing_and_leave_the_test_side_empty()
    {
        var split = Protocol.Load("seed").Fold(0, Without12And18And20, validates: true);
        Assert.Empty(split.Test);
        Assert.Equal([12, 18, 20], split.Missing);
        Assert.Equal(19, split.Train.Count);
    }

    [Theory]
    [InlineData("luna-jimenez", 5)]
    [InlineData("emobox", 6)]
    [InlineData("loso", 24)]
    public void Each_actor_is_tested_in_exactly_one_fold(string name, int folds)
    {
        var protocol = Protocol.Load(name);
        Assert.Equal(folds, protocol.Folds.Count);
        Assert.Equal(Everyone, protocol.Folds.SelectMany(fold => fold.Test).Order());
    }

    [Fact]
    public void A_fold_without_validation_actors_takes_a_man_and_a_woman_from_training_differing_by_fold()
    {
        var protocol = Protocol.Load("luna-jimenez");
        var first = protocol.Fold(0, Everyone, validates: true);
        Assert.Equal([1, 4], first.Validation);
        Assert.True(first.ValidationDrawn);
        Assert.Equal([3, 6], protocol.Fold(2, Everyone, validates: true).Validation);
        var validating = Enumerable.Range(0, 5).SelectMany(fold => protocol.Fold(fold, Everyone, validates: true).Validation).ToArray();
        Assert.Equal(10, validating.Distinct().Count());
        Assert.Equal(first.Validation, protocol.Fold(0, Everyone.Reverse().ToArray(), validates: true).Validation);
    }

    [Fact]
    public void A_fold_whose_validation_actors_are_all_absent_takes_them_from_training()
    {
        var split = Protocol.Load("seed").Fold(0, [1, 2, 3], validates: true);
        Assert.Equal([1], split.Validation);
        Assert.Equal([2, 3], split.Train);
        Assert.True(split.ValidationDrawn);
    }

    [Fact]
    public void All_trains_on_everyone_but_the_validation_actors_and_tests_nobody()
    {
        var split = Protocol.Load("all").Fold(0, Everyone, validates: true);
        Assert.Equal(22, split.Train.Count);
        Assert.Empty(split.Test);
    }

    [Fact]
    public void Demo_balances_genders_on_every_side()
    {
        var split = Protocol.Load("demo").Fold(0, [.. Enumerable.Range(1, 12)], validates: true);
        Assert.Equal((8, 2, 2), (split.Train.Count, split.Validation.Count, split.Test.Count));
        foreach (var side in new[] { split.Train, split.Validation, split.Test })
            Assert.Equal(side.Count / 2, side.Count(actor => actor % 2 == 0));
    }

    [Theory]
    [InlineData("seed", 5)]
    [InlineData("seed", 21)]
    [InlineData("seed", 12)]
    [InlineData("demo", 5)]
    public void A_single_actor_cannot_be_split(string name, int actor)
    {
        var error = Assert.Throws<SplitException>(() => Protocol.Load(name).Fold(0, [actor], validates: true));
        Assert.Contains($"found 1 actor ({actor}), wanted at least one for training and one for validation", error.Message, StringComparison.Ordinal);
        Assert.Contains("Add recordings of other actors", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_protocol_that_leaves_nobody_to_train_says_whom_it_keeps_out()
    {
        var error = Assert.Throws<SplitException>(() => Protocol.Load("seed").Fold(0, [19, 21], validates: true));
        Assert.Contains("found 2 actors (19, 21)", error.Message, StringComparison.Ordinal);
        Assert.Contains("choose another protocol", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_actor_on_two_sides_is_refused()
    {
        var error = Assert.Throws<SplitException>(() => new Split([1, 2], [2, 3], [], []));
        Assert.Contains("actor 2 stands on two sides", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Clips_follow_their_actors()
    {
        var corpus = Corpus.FromPaths(new RavdessNaming(),
            ["03-01-01-01-01-01-01.wav", "03-01-01-01-01-01-21.wav", "03-01-01-01-01-01-12.wav", "03-01-01-01-02-01-01.wav"]);
        var clips = Protocol.Load("seed").Fold(0, corpus.Actors, validates: true).Apply(corpus.Clips);
        Assert.Equal([1, 1], clips.Train.Select(clip => clip.Actor));
        Assert.Equal([21], clips.Validation.Select(clip => clip.Actor));
        Assert.Equal([12], clips.Test.Select(clip => clip.Actor));
    }

    [Fact]
    public void An_unknown_name_lists_the_known_ones()
    {
        var error = Assert.Throws<ProtocolException>(() => Protocol.Load("nonsense"));
        Assert.Contains("seed, luna-jimenez, emobox, loso, all, demo", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    public void A_fold_that_is_not_there_is_refused(int fold)
    {
        var error = Assert.Throws<ProtocolException>(() => Protocol.Load("luna-jimenez").Fold(fold, Everyone, validates: true));
        Assert.Contains("folds 0 to 4", error.Message, StringComparison.Ordinal);
    }
}
