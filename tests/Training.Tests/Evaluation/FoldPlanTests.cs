using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Evaluation;

namespace EmotionGpu.Training.Tests.Evaluation;

public sealed class FoldPlanTests
{
    private static readonly int[] Without12And18And20 = [.. Enumerable.Range(1, 24).Except([12, 18, 20])];

    [Theory]
    [InlineData("luna-jimenez", 5)]
    [InlineData("emobox", 6)]
    [InlineData("loso", 21)]
    [InlineData("seed", 1)]
    public void Folds_are_those_with_a_test_actor_who_is_there(string protocol, int folds) =>
        Assert.Equal(folds, FoldPlan.Create(Protocol.Load(protocol), Without12And18And20, validates: true).Folds.Count);

    [Fact]
    public void Skipped_folds_say_whom_they_lack()
    {
        var skipped = FoldPlan.Create(Protocols.Loso, Without12And18And20, validates: true).Skipped;
        Assert.Equal([(11, 12), (17, 18), (19, 20)], skipped.Select(fold => (fold.Fold, Assert.Single(fold.MissingTest))));
    }

    [Fact]
    public void An_actor_on_two_sides_of_any_fold_is_refused()
    {
        var leaking = new Protocol("mine", [1, 2, 3], [new ProtocolFold([], [1]), new ProtocolFold([2], [2, 3])]);
        var error = Assert.Throws<SplitException>(() => FoldPlan.Create(leaking, [1, 2, 3, 4], validates: true));
        Assert.Contains("actor 2 stands on two sides", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fold_that_leaves_nobody_to_train_is_refused_whichever_it_is()
    {
        var greedy = new Protocol("mine", [1, 2, 3], [new ProtocolFold([], [1]), new ProtocolFold([], [2, 3])]);
        Assert.Throws<SplitException>(() => FoldPlan.Create(greedy, [1, 2, 3], validates: true));
    }

    [Fact]
    public void Where_nobody_validates_one_actor_to_train_is_enough_but_somebody_must_be_scored()
    {
        var pair = new Protocol("mine", [1, 2], [new ProtocolFold([2], [1]), new ProtocolFold([], [2])]);
        Assert.Throws<SplitException>(() => FoldPlan.Create(pair, [1, 2], validates: true));
        Assert.Equal([0, 1], FoldPlan.Create(pair, [1, 2], validates: false).Folds);
        Assert.Equal([2], pair.Fold(0, [1, 2], validates: false).Train);
        var alone = Assert.Throws<SplitException>(() => FoldPlan.Create(pair, [1], validates: false));
        Assert.Contains("found 1 actor (1), wanted at least one for training under protocol 'mine', which keeps 1 actor (1)", alone.Message, StringComparison.Ordinal);
        var unscored = Assert.Throws<CrossValidationException>(() => FoldPlan.Create(pair, [3, 4], validates: false));
        Assert.Contains("nothing would be scored", unscored.Message, StringComparison.Ordinal);
    }
}
