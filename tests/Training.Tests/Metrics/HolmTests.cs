using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Tests.Metrics.Golden;

namespace EmotionGpu.Training.Tests.Metrics;

public class HolmTests
{
    [Fact]
    public void An_adjusted_p_value_is_the_smallest_level_at_which_the_procedure_rejects()
    {
        foreach (var golden in GoldenMetrics.All.Holm)
            Assert.All(golden.Adjusted.Zip(Holm.Adjust(golden.P)), pair => Assert.Equal(pair.First, pair.Second, 1e-15));
    }

    [Fact]
    public void Tests_that_are_not_made_yet_count_as_if_none_were_smaller()
    {
        Assert.Equal([0.04, 0.12, 1], Holm.Adjust([0.01, 0.04, 0.6], tests: 4).Select(p => Math.Round(p, 12)));
        Assert.All(
            Holm.Adjust([0.01, 0.04, 0.6, 0.2]).Zip(Holm.Adjust([0.01, 0.04, 0.6], tests: 4)), pair => Assert.True(pair.First <= pair.Second + 1e-15));
    }

    [Fact]
    public void Without_tests_there_is_nothing_to_adjust() => Assert.Empty(Holm.Adjust([]));
}
