using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Tests.Trainers;

public sealed class LearningRateScheduleTests
{
    private static readonly LearningRateSchedule Schedule = new(peak: 0.3, warmupSteps: 10, totalSteps: 110);

    [Fact]
    public void Rises_linearly_to_the_peak()
    {
        Assert.Equal(0.03, Schedule.At(0), 1e-12);
        Assert.Equal(0.15, Schedule.At(4), 1e-12);
        Assert.Equal(0.3, Schedule.At(9), 1e-12);
    }

    [Fact]
    public void Falls_as_half_a_cosine()
    {
        Assert.Equal(0.3, Schedule.At(10), 1e-12);
        Assert.Equal(0.15, Schedule.At(60), 1e-12);
        Assert.Equal(0, Schedule.At(110), 1e-12);
    }

    [Fact]
    public void Without_warm_up_it_starts_at_the_peak() => Assert.Equal(0.1, new LearningRateSchedule(0.1, 0, 50).At(0), 1e-12);
}
