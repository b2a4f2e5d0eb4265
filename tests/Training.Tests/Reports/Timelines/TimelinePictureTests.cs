using EmotionGpu.Features.Audio;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Inference;
using EmotionGpu.Training.Reports.Timelines;
using SkiaSharp;

namespace EmotionGpu.Training.Tests.Reports.Timelines;

public sealed class TimelinePictureTests : IDisposable
{
    private static readonly LogMelOptions FrontEnd = new() { NMels = 16 };

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Labels_and_silence_have_their_colours_at_their_times()
    {
        // Eight seconds: happy, silence, sad.
        using var picture = Draw(8, [Window(0, "happy"), Window(1, "happy"), Window(2, null), Window(4, null), Window(5, "sad"), Window(6, "sad")]);
        Assert.Equal(SKColor.Parse("#f6c445"), At(picture, 0.5, ProbabilityHeight, 8));
        Assert.Equal(SKColor.Parse("#3f6fb5"), At(picture, 7.5, ProbabilityHeight, 8));
        // Grey beside the waveform, over the log-mel and in place of probabilities.
        foreach (var height in new[] { 70, 400, ProbabilityHeight })
        {
            var color = At(picture, 4, height, 8);
            Assert.True(Math.Abs(color.Red - color.Blue) < 12 && color.Red is > 120 and < 250, $"{color} at {height}");
        }

        Assert.Equal(SKColors.White, At(picture, 0.5, 70, 8));
    }

    [Theory]
    [InlineData(0.2, 1)]
    [InlineData(5, 3)]
    [InlineData(4_000, 2_000)]
    public void Recordings_of_any_length_are_drawn(double seconds, int windows)
    {
        using var picture = Draw(seconds, Enumerable.Range(0, windows)
            .Select(i => new TimelineWindow(i * seconds / windows, (i + 1) * seconds / windows, i % 5 == 4 ? null : Of(i % 2 == 0 ? "happy" : "sad"))));
        Assert.Equal((1600, 1040), (picture.Width, picture.Height));
    }

    [Fact]
    public void Nothing_but_silence_is_drawn_too()
    {
        using var picture = Draw(3, [Window(0, null)]);
        Assert.Equal((1600, 1040), (picture.Width, picture.Height));
    }

    [Theory]
    [InlineData(0.05, "0", "0.01")]
    [InlineData(4.4, "0", "0.5")]
    [InlineData(90, "0", "10")]
    [InlineData(125, "0:00", "0:15")]
    [InlineData(3_000, "0:00", "5:00")]
    [InlineData(36_000, "0:00:00", "1:00:00")]
    [InlineData(10_000_000, "0:00:00", "240:00:00")]
    public void Ticks_are_few_and_in_the_words_of_clocks(double seconds, params string[] first)
    {
        var (places, labels) = TimeAxis.Ticks(seconds);
        Assert.Equal(first, labels.Take(2));
        Assert.Equal(places.Length, labels.Length);
        Assert.InRange(places.Length, 3, 13);
        Assert.InRange(places[^1], 0, seconds + 1e-6);
    }

    private const int ProbabilityHeight = 800;

    private static SKColor At(SKBitmap picture, double second, int height, double seconds) =>
        picture.GetPixel((int)(PictureStyle.Left + second / seconds * (PictureStyle.Width - PictureStyle.Left - PictureStyle.Right)), height);

    private static TimelineWindow Window(double start, string? label) => new(start, start + 2, label is null ? null : Of(label));

    private static Prediction Of(string label) => new(label, label == "happy" ? [1, 0] : [0, 1]);

    private SKBitmap Draw(double seconds, IEnumerable<TimelineWindow> windows)
    {
        using (var file = File.Create(_path))
            PcmWav.Write(file, 4_000, new short[(int)(seconds * 4_000)]);
        var timeline = new TimelineOverview(["happy", "sad"]);
        _ = timeline.Watch(windows).Count();
        var recording = RecordingOverview.Read(_path, _ => new LogMelClip((Half[])[Half.Zero, .. Enumerable.Repeat((Half)(-90), 16 * 50 - 1)], 16, 50));
        return SKBitmap.Decode(TimelinePicture.Draw("title", recording, timeline, FrontEnd));
    }
}
