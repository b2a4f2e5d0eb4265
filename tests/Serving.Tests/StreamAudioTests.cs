using System.Runtime.InteropServices;
using EmotionGpu.Serving.Streams;

namespace EmotionGpu.Serving.Tests;

public sealed class StreamAudioTests
{
    [Fact]
    public void Windows_have_the_samples_that_were_there_however_they_came()
    {
        var random = new Random(5);
        for (var round = 0; round < 50; round++)
        {
            var (rate, window, hop) = (random.Next(4000, 20_000), 0.1 + 2 * random.NextDouble(), 0.1 + random.NextDouble());
            var samples = Sounds.Voice(rate, 8, seed: round);
            var audio = new StreamAudio(rate, window, hop);
            List<DueWindow> windows = [];
            for (var at = 0; at < samples.Length;)
            {
                var piece = Math.Min(random.Next(1, rate), samples.Length - at);
                audio.Append(MemoryMarshal.AsBytes(samples.AsSpan(at, piece)), at + piece);
                at += piece;
                while (random.Next(4) > 0 && audio.Take() is { } due)
                    windows.Add(due with { Samples = due.Samples.ToArray() });
            }

            while (audio.Take() is { } due)
                windows.Add(due with { Samples = due.Samples.ToArray() });
            Assert.Equal((int)Math.Floor(8 / hop + 1e-9), windows.Count + audio.TakeSkipped());
            Assert.All(windows, due =>
            {
                var (start, end) = ((int)Math.Round(due.Start * rate), (int)Math.Round(due.End * rate));
                Assert.Equal(end - Math.Min(end, (int)Math.Round(window * rate)), start);
                Assert.True(due.Arrived >= end);
                Assert.Equal(samples[start..end], due.Samples.ToArray());
            });
        }
    }

    [Fact]
    public void Windows_that_wait_too_long_are_lost_and_the_newest_are_there()
    {
        var audio = new StreamAudio(4000, 1, 0.5);
        for (var i = 0; i < 100; i++)
            audio.Append(new byte[4000], i);
        Assert.Equal(95, audio.TakeSkipped());
        Assert.Equal(0, audio.TakeSkipped());
        Assert.Equal([48, 48.5, 49, 49.5, 50], Enumerable.Range(0, 5).Select(_ => audio.Take()!.End));
        Assert.Null(audio.Take());
    }
}
