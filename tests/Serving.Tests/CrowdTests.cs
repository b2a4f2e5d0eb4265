using System.Net.Sockets;
using System.Text;
using EmotionGpu.Features.Audio;
using EmotionGpu.Serving.Streams;

namespace EmotionGpu.Serving.Tests;

public sealed class CrowdTests
{
    [Fact]
    public async Task Twenty_streams_at_once_each_get_their_own_windows()
    {
        await using var server = await TestServer.Start();
        await Task.WhenAll(Enumerable.Range(1, 20).Select(async seed =>
        {
            var samples = Sounds.Voice(16_000, 3, seed);
            using var stream = await server.Stream(new { sampleRate = 16_000, smoothing = 1, logMel = true });
            for (var window = 0; window < 6; window++)
            {
                await stream.Send(samples.AsSpan(window * 8000, 8000));
                var alone = TestServer.Model.Predict([Waveform.FromPcm16(16_000, samples.AsMemory(window * 8000, 8000))])[0];
                StreamTests.AssertSame(alone.Probabilities, await stream.ReceiveResult());
            }

            await stream.Finish();
        }));
        Assert.Equal(120, await server.Metric("emotion_stream_windows_total{result=\"predicted\"}"));
        Assert.Equal(0, await server.Metric("emotion_stream_windows_total{result=\"skipped\"}"));
    }

    [Fact]
    public async Task Who_does_not_read_loses_windows_and_keeps_nobody_waiting()
    {
        await using var server = await TestServer.Start();
        using var deaf = await server.Stream(new { sampleRate = 192_000, hop = 0.1, logMel = true });
        var second = Sounds.Voice(192_000, 0.5);
        var sending = Task.Run(async () =>
        {
            // Much faster than real time, and nothing of what comes back is read.
            for (var i = 0; i < 100_000; i++)
                await deaf.Send(second);
        }, TestServer.Cancelled);
        await TestServer.Until(async () => await server.Metric("emotion_stream_windows_total{result=\"skipped\"}") > 0);
        using var patient = await server.Stream(new { sampleRate = 16_000 });
        for (var i = 0; i < 4; i++)
        {
            await patient.Send(Sounds.Voice(16_000, 0.5));
            var answer = patient.ReceiveText();
            await answer.WaitAsync(TimeSpan.FromSeconds(5), TestServer.Cancelled);
        }

        deaf.Socket.Abort();
        await Assert.ThrowsAnyAsync<Exception>(() => sending);
        await TestServer.Until(async () => await server.Metric("emotion_streams_open") == 1);
        await patient.Finish();
    }

    [Fact]
    public async Task Connections_past_the_limit_are_closed_at_once_and_one_that_ends_makes_room()
    {
        await using var server = await TestServer.Start(new ServerLimits { MaxConnections = 2 });
        using var first = new TcpClient(server.Address.Host, server.Address.Port);
        using (var second = new TcpClient(server.Address.Host, server.Address.Port))
        {
            Assert.StartsWith("HTTP/1.1 200", await Healthz(first), StringComparison.Ordinal);
            Assert.StartsWith("HTTP/1.1 200", await Healthz(second), StringComparison.Ordinal);
            using var third = new TcpClient(server.Address.Host, server.Address.Port);
            Assert.Empty(await Healthz(third));
        }

        await TestServer.Until(async () =>
        {
            using var fourth = new TcpClient(server.Address.Host, server.Address.Port);
            return (await Healthz(fourth)).StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
        });

        static async Task<string> Healthz(TcpClient client)
        {
            var bytes = new byte[1024];
            try
            {
                await client.GetStream().WriteAsync("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), TestServer.Cancelled);
                return Encoding.ASCII.GetString(bytes, 0, await client.GetStream().ReadAsync(bytes, TestServer.Cancelled));
            }
            catch (IOException)
            {
                // Reset while it was written to.
                return "";
            }
        }
    }

    [Fact]
    public async Task A_window_that_cannot_be_predicted_fails_alone()
    {
        using var batcher = new WindowBatcher(TestServer.Model);
        var voice = Waveform.FromPcm16(16_000, Sounds.Voice(16_000, 1));
        // At a rate that no filter can be designed for, which a stream's first message could not have.
        var windows = Enumerable.Range(0, 24).Select(i => i % 3 == 1 ? Waveform.FromPcm16(int.MaxValue, new short[100]) : voice).ToArray();
        var alone = TestServer.Model.Predict([voice])[0].Probabilities;
        var answers = windows.Select(batcher.Predict).ToArray();
        for (var i = 0; i < windows.Length; i++)
        {
            if (i % 3 == 1)
                await Assert.ThrowsAsync<OverflowException>(() => answers[i]);
            else
                Assert.All(alone.Zip((await answers[i]).Probabilities), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }
    }

    [Fact]
    public async Task The_metrics_count_what_happened()
    {
        await using var server = await TestServer.Start();
        _ = await server.Post("/api/predict", Sounds.Wav(16_000, Sounds.Voice(16_000, 1.5)));
        _ = await server.Post("/api/predict", [1]);
        using var stream = await server.Stream(new { sampleRate = 16_000 });
        await stream.Send([.. Sounds.Voice(16_000, 1), .. new short[16_000]]);
        for (var i = 0; i < 4; i++)
            _ = await stream.ReceiveText();
        Assert.Equal(1, await server.Metric("emotion_streams_open"));
        await stream.Finish();
        await TestServer.Until(async () => await server.Metric("emotion_streams_open") == 0);
        (string Name, double Value)[] counts =
        [
            ("emotion_http_requests_total{route=\"/api/predict\",status=\"200\"}", 1), ("emotion_http_requests_total{route=\"/api/predict\",status=\"422\"}", 1),
            ("emotion_http_requests_total{route=\"/api/stream\",status=\"101\"}", 1), ("emotion_predictions_total", 1), ("emotion_streams_total", 1),
            ("emotion_audio_seconds_total{source=\"upload\"}", 1.5), ("emotion_audio_seconds_total{source=\"stream\"}", 2),
            ("emotion_stream_windows_total{result=\"predicted\"}", 2), ("emotion_stream_windows_total{result=\"silent\"}", 2),
            ("emotion_stream_windows_total{result=\"skipped\"}", 0), ("emotion_stream_latency_seconds_count", 4), ("emotion_stream_latency_seconds_bucket{le=\"+Inf\"}", 4),
        ];
        foreach (var (name, value) in counts)
            Assert.Equal((name, value), (name, await server.Metric(name)));
        Assert.True(await server.Metric("process_resident_memory_bytes") > 1e7);
        GC.Collect(); // The server is in this process.
        var (live, committed) = (await server.Metric("dotnet_gc_live_bytes"), await server.Metric("dotnet_gc_committed_bytes"));
        Assert.True(live > 1e5 && committed >= live, $"{live} live, {committed} committed");
        var text = await server.Client.GetStringAsync("/metrics", TestServer.Cancelled);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'))
            Assert.Matches(@"^[a-z_]+(\{[a-z]+=""[^""]*""(,[a-z]+=""[^""]*"")*\})? [0-9.E+-]+$", line);
    }
}
