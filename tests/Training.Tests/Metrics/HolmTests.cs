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
    public void Without_tests_there_is_nothing_to_adjust() => Assert.Empty(Holm.Adjust([]));
}
