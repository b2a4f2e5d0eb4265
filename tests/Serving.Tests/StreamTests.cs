using System.Net.WebSockets;
using System.Text.Json;
using EmotionGpu.Features.Audio;
using EmotionGpu.Inference;
using EmotionGpu.Inference.Tests;

namespace EmotionGpu.Serving.Tests;

public sealed class StreamTests
{
    [Theory]
    [InlineData(16_000, 0.5, 0.5, 1000)]
    [InlineData(48_000, 1.25, 0.3, 4801)]
    [InlineData(44_100, 0.1, 0.7, 10_000)]
    [InlineData(11_025, 0.5, 0.1, 555)]
    public async Task Each_window_is_predicted_as_a_recording_of_its_own(int sampleRate, double window, double hop, int piece)
    {
        await using var server = await TestServer.Start();
        var samples = Sounds.Voice(sampleRate, 2.1);
        using var stream = await server.Stream(new { sampleRate, window, hop, smoothing = 1 });
        var results = await Play(stream, samples, sampleRate * hop, piece);
        Assert.Equal((int)Math.Floor(2.1 / hop + 1e-9), results.Count);
        foreach (var (i, result) in results.Index())
        {
            var end = (int)Math.Round((i + 1) * (hop * sampleRate));
            var start = Math.Max(0, end - (int)Math.Round(window * sampleRate));
            Assert.Equal(["start", "end", "label", "entropy", "probabilities"], result.EnumerateObject().Select(property => property.Name));
            Assert.Equal(((double)start / sampleRate, (double)end / sampleRate), (result.GetProperty("start").GetDouble(), result.GetProperty("end").GetDouble()));
            var alone = TestServer.Model.Predict([Waveform.FromPcm16(sampleRate, samples.AsMemory(start, end - start))])[0];
            Assert.Equal(alone.Label, result.GetProperty("label").GetString());
            AssertSame(alone.Probabilities, result);
        }
    }

    [Fact]
    public async Task Smoothing_averages_the_last_windows_and_leaves_silent_ones_out()
    {
        await using var server = await TestServer.Start();
        short[] samples = [.. Sounds.Voice(16_000, 1.5), .. new short[16_000], .. Sounds.Voice(16_000, 1.5, seed: 2)];
        using var rough = await server.Stream(new { sampleRate = 16_000, hop = 0.25, smoothing = 1 });
        using var smooth = await server.Stream(new { sampleRate = 16_000, hop = 0.25, smoothing = 4 });
        var (raw, smoothed) = (await Play(rough, samples, 4000, 4000), await Play(smooth, samples, 4000, 4000));
        Assert.Equal(16, raw.Count);
        Assert.Equal([7, 8, 9], Enumerable.Range(0, 16).Where(i => Label(raw[i]) == "silence"));
        Assert.Equal(raw.Select(window => Label(window) == "silence"), smoothed.Select(window => Label(window) == "silence"));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (raw[8].GetProperty("probabilities").ValueKind, raw[8].GetProperty("entropy").ValueKind));
        for (var i = 0; i < 16; i++)
        {
            if (Label(raw[i]) == "silence")
                continue;
            var last = raw[Math.Max(0, i - 3)..(i + 1)].Where(window => Label(window) != "silence").Select(Probabilities).ToArray();
            AssertSame([.. Enumerable.Range(0, 3).Select(k => last.Average(window => window[k]))], smoothed[i]);
        }
    }

    [Theory]
    [InlineData("", 1007, "no JSON")]
    [InlineData("hello", 1007, "no JSON")]
    [InlineData("[]", 1007, "Array")]
    [InlineData("""{"sampleRate": 16000, "\ud800": 1}""", 1007, "no JSON")]
    [InlineData("{}", 1008, "no 'sampleRate'")]
    [InlineData("""{"sampleRate": 3999}""", 1008, "sampleRate 3999: a whole number from 4000 to 192000 is wanted")]
    [InlineData("""{"sampleRate": 16000.5}""", 1008, "sampleRate 16000.5")]
    [InlineData("""{"sampleRate": "16000"}""", 1008, "sampleRate")]
    [InlineData("""{"sampleRate": 1e400}""", 1008, "sampleRate 1e400")]
    [InlineData("""{"sampleRate": 16000, "rate": 1}""", 1008, "unknown 'rate'")]
    [InlineData("""{"sampleRate": 16000, "hop": 0.01}""", 1008, "hop 0.01")]
    [InlineData("""{"sampleRate": 16000, "window": 31}""", 1008, "window 31")]
    [InlineData("""{"sampleRate": 16000, "smoothing": 0}""", 1008, "smoothing 0")]
    [InlineData("""{"sampleRate": 16000, "silenceDecibel": 1}""", 1008, "silenceDecibel 1")]
    [InlineData("""{"sampleRate": 16000, "logMel": 1}""", 1008, "logMel 1: true or false is wanted")]
    public async Task A_bad_beginning_is_refused(string hello, int code, string named)
    {
        await using var server = await TestServer.Start();
        using var stream = await server.Stream();
        await stream.SendText(System.Text.Encoding.UTF8.GetBytes(hello));
        var (error, found) = await stream.ReceiveRefusal();
        Assert.Contains(named, error, StringComparison.Ordinal);
        Assert.Equal(code, found);
    }

    [Fact]
    public async Task Bad_messages_are_refused_and_the_next_stream_works()
    {
        await using var server = await TestServer.Start(new ServerLimits { MaxMessageBytes = 1000 });
        await Refused(stream => stream.Send(new byte[10]), null, 1003, "samples first");
        await Refused(stream => stream.Say(new { sampleRate = 8000 }), new { sampleRate = 16_000 }, 1003, "text after the first message");
        await Refused(stream => stream.Send(new byte[11]), new { sampleRate = 16_000 }, 1007, "11 bytes");
        await Refused(stream => stream.Send(new byte[1001]), new { sampleRate = 16_000 }, 1009, "a message of more than 1000 bytes");
        using var good = await server.Stream(new { sampleRate = 16_000 });
        for (var i = 0; i < 17; i++)
            await good.Send(new byte[1000]);
        Assert.Equal("silence", Label(await good.ReceiveText()));
        await good.Finish();

        async Task Refused(Func<TestStream, Task> send, object? hello, int code, string named)
        {
            using var stream = await server.Stream(hello);
            await send(stream);
            var (error, found) = await stream.ReceiveRefusal();
            Assert.Contains(named, error, StringComparison.Ordinal);
            Assert.Equal(code, found);
        }
    }

    [Fact]
    public async Task A_stream_that_nothing_comes_from_is_closed()
    {
        await using var server = await TestServer.Start(new ServerLimits { IdleSeconds = 1 });
        using var silent = await server.Stream();
        using var begun = await server.Stream(new { sampleRate = 16_000 });
        foreach (var stream in new[] { silent, begun })
            Assert.Equal(("no message for 1 s; connect again when there is sound", 1008), await stream.ReceiveRefusal());
    }

    [Fact]
    public async Task More_streams_than_may_be_are_told_to_come_later_and_one_that_ends_makes_room()
    {
        await using var server = await TestServer.Start(new ServerLimits { MaxStreams = 2 });
        using var first = await server.Stream(new { sampleRate = 16_000 });
        using var second = await server.Stream(new { sampleRate = 16_000 });
        using (var third = await server.Stream())
            Assert.Equal(("2 streams are open, which is all that there may be; try again later", 1013), await third.ReceiveRefusal());
        await first.Finish();
        await TestServer.Until(async () => await server.Metric("emotion_streams_open") == 1);
        using var fourth = await server.Stream(new { sampleRate = 16_000, smoothing = 1 });
        Assert.Single(await Play(fourth, Sounds.Voice(16_000, 0.5), 8000, 8000));
    }

    [Fact]
    public async Task A_plain_request_is_told_what_is_wanted()
    {
        await using var server = await TestServer.Start();
        var (status, json) = await server.Send(new HttpRequestMessage(HttpMethod.Get, "/api/stream"));
        Assert.Equal((400, true), (status, json.GetProperty("error").GetString()!.Contains("WebSocket", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Clients_that_vanish_leave_nothing_behind()
    {
        await using var server = await TestServer.Start();
        for (var i = 0; i < 10; i++)
        {
            using var stream = await server.Stream(new { sampleRate = 16_000, logMel = true });
            await stream.Send(Sounds.Voice(16_000, 0.8));
            stream.Socket.Abort();
        }

        await TestServer.Until(async () => await server.Metric("emotion_streams_open") == 0);
        using var last = await server.Stream(new { sampleRate = 16_000 });
        Assert.Single(await Play(last, Sounds.Voice(16_000, 0.5), 8000, 8000));
    }

    [Fact]
    public async Task What_was_sent_before_goodbye_is_answered()
    {
        await using var server = await TestServer.Start();
        using var stream = await server.Stream(new { sampleRate = 16_000 });
        await stream.Send(Sounds.Voice(16_000, 1.6));
        Assert.Equal(3, (await stream.Finish()).Count);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, stream.Socket.CloseStatus);
    }

    [Fact]
    public async Task Streams_are_closed_in_order_when_the_server_stops()
    {
        await using var server = await TestServer.Start();
        var streams = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => server.Stream(i == 0 ? null : new { sampleRate = 16_000 })));
        await streams[1].Send(Sounds.Voice(16_000, 0.2));
        var endings = streams.Select(async stream =>
        {
            Assert.Null(await stream.Receive());
            await stream.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, TestServer.Cancelled);
            return (int)stream.Socket.CloseStatus!.Value;
        }).ToArray();
        var started = DateTime.UtcNow;
        await server.Stop();
        Assert.All(await Task.WhenAll(endings), code => Assert.Equal(1001, code));
        Assert.InRange((DateTime.UtcNow - started).TotalSeconds, 0, 4);
        Array.ForEach(streams, stream => stream.Dispose());
    }

    /// <summary>Sends samples, waiting for each window's result before going on, as a live source waits for time.</summary>
    private static async Task<List<JsonElement>> Play(TestStream stream, short[] samples, double hop, int piece)
    {
        List<JsonElement> results = [];
        for (var at = 0; at < samples.Length; at += piece)
        {
            var end = Math.Min(at + piece, samples.Length);
            await stream.Send(samples.AsSpan(at, end - at));
            while (Math.Round((results.Count + 1) * hop) <= end)
                results.Add(await stream.ReceiveText());
        }

        Assert.Empty(await stream.Finish());
        return results;
    }

    internal static float[] Probabilities(JsonElement window) => [.. SmallModel.Metadata.Classes.Select(name => window.GetProperty("probabilities").GetProperty(name).GetSingle())];

    internal static void AssertSame(IReadOnlyList<float> expected, JsonElement window)
    {
        Assert.All(expected.Zip(Probabilities(window)), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.Equal(new Prediction("", expected).Entropy, window.GetProperty("entropy").GetDouble(), 1e-4);
        var sorted = window.GetProperty("probabilities").EnumerateObject().Select(pair => pair.Value.GetSingle()).ToArray();
        Assert.Equal(sorted.OrderDescending(), sorted);
    }

    private static string? Label(JsonElement window) => window.GetProperty("label").GetString();
}
