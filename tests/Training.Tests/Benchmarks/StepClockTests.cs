using EmotionGpu.Training.Benchmarks;
using EmotionGpu.Training.Reports;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Tests.Benchmarks;

public sealed class StepClockTests
{
    [Fact]
    public void The_time_between_two_parts_belongs_to_the_first_and_the_rest_of_an_epoch_is_other()
    {
        var time = new SetTime();
        var clock = new StepClock(time, () => time.Seconds += 0.25);
        foreach (var (part, at) in new[]
        {
            (StepPart.Compose, 0.0), (StepPart.Forward, 1), (StepPart.Other, 3), (StepPart.Compose, 4), (StepPart.Validation, 6), (StepPart.Other, 9),
        })
        {
            // Waiting for the device belongs to the part that is over.
            time.Seconds = at - 0.25;
            clock.Enter(part);
        }

        clock.Report(Done(epoch: 1, seconds: 10));
        var epoch = Assert.Single(clock.Epochs);
        Assert.Equal(10, epoch.Seconds);
        Assert.Equal(3, epoch.Parts[StepPart.Compose], 9);
        Assert.Equal(2, epoch.Parts[StepPart.Forward], 9);
        Assert.Equal(3, epoch.Parts[StepPart.Validation], 9);
        Assert.Equal(2, epoch.Parts[StepPart.Other], 9);
        Assert.Equal(0, epoch.Parts[StepPart.Backward]);
    }

    [Fact]
    public void Each_epoch_starts_from_nothing()
    {
        var time = new SetTime();
        var clock = new StepClock(time, () => { });
        clock.Enter(StepPart.Compose);
        time.Seconds = 2;
        clock.Enter(StepPart.Other);
        clock.Report(Done(epoch: 1, seconds: 2));
        time.Seconds = 100;
        clock.Enter(StepPart.Compose);
        time.Seconds = 101;
        clock.Enter(StepPart.Other);
        clock.Report(Done(epoch: 2, seconds: 1));
        Assert.Equal([2, 1], clock.Epochs.Select(epoch => epoch.Parts[StepPart.Compose]));
    }

    private static TrainingEvent.EpochDone Done(int epoch, double seconds) => new(new EpochRecord(epoch, 0, 0, 0, 0, 0, 0, 0, seconds), IsBest: true);

    private sealed class SetTime : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1_000_000;

        public override long GetTimestamp() => (long)Math.Round(Seconds * TimestampFrequency);
    }
}
