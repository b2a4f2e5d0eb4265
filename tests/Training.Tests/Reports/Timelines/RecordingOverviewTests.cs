using EmotionGpu.Features.Audio;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Training.Reports.Timelines;

namespace EmotionGpu.Training.Tests.Reports.Timelines;

public sealed class RecordingOverviewTests : IDisposable
{
    private const int Rate = 8_000;

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Each_column_has_the_lowest_and_the_highest_of_its_samples()
    {
        Write(16_000_000, i => (short)(i / 10_000 % 2 == 0 ? 16_384 : -8_192));
        var overview = RecordingOverview.Read(_path, _ => Loudness(-50, 2, 100));
        Assert.Equal((2_000, RecordingOverview.MaxColumns), (overview.Seconds, overview.Low.Length));
        // 10,000 samples a column.
        Assert.All(overview.Low, (low, column) => Assert.Equal((column % 2 == 0 ? 0.5f : -0.25f, low), (overview.High[column], low)));
    }

    [Fact]
    public void A_recording_with_fewer_samples_has_fewer_columns()
    {
        Write(3, i => (short)(i * 8_192));
        var overview = RecordingOverview.Read(_path, _ => Loudness(-50, 2, 1));
        Assert.Equal([0, 0.25f, 0.5f], overview.High);
        Assert.Equal((2, 1), (overview.LogMel.GetLength(0), overview.LogMel.GetLength(1)));
    }

    [Fact]
    public void The_log_mel_of_each_piece_stands_at_its_time_and_its_loudest_frame_is_seen()
    {
        // Pieces of 30, 30 and 15 seconds.
        Write(75 * Rate, _ => 0);
        var pieces = new List<int>();
        var overview = RecordingOverview.Read(_path, clip =>
        {
            pieces.Add(clip.Length);
            return Loudness(-10 * pieces.Count, 4, clip.Length / 10);
        });
        Assert.Equal([30 * Rate, 30 * Rate, 15 * Rate], pieces);
        Assert.Equal((4, RecordingOverview.MaxColumns), (overview.LogMel.GetLength(0), overview.LogMel.GetLength(1)));
        for (var column = 0; column < RecordingOverview.MaxColumns; column++)
        {
            var second = (column + 0.5) * 75 / RecordingOverview.MaxColumns;
            Assert.Equal(second < 30 ? -10 : second < 60 ? -20 : -30, overview.LogMel[1, column]);
            Assert.Equal(-90, overview.LogMel[2, column]);
        }
    }

    [Fact]
    public void Few_frames_leave_no_gaps()
    {
        Write(10 * Rate, _ => 0);
        for (var frames = 1; frames < 40; frames++)
            Assert.DoesNotContain(float.NegativeInfinity, RecordingOverview.Read(_path, _ => Loudness(-10, 2, frames)).LogMel.Cast<float>());
    }

    /// <summary>[mel, frame]: the second band has the value in every third frame, all else is -90 dB.</summary>
    private static LogMelClip Loudness(double value, int mels, int frames) =>
        new(Enumerable.Range(0, mels * frames).Select(i => (Half)(i / frames == 1 && i % frames % 3 == 0 ? value : -90)).ToArray(), mels, frames);

    private void Write(int samples, Func<int, short> sample)
    {
        using var file = File.Create(_path);
        PcmWav.Write(file, Rate, [.. Enumerable.Range(0, samples).Select(sample)]);
    }
}
