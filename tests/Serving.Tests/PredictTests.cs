using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Tests.Audio;
using EmotionGpu.Features.Tests.Cache.Faults;
using EmotionGpu.Inference;
using EmotionGpu.Inference.Tests;

namespace EmotionGpu.Serving.Tests;

public sealed class PredictTests
{
    private static readonly short[] Samples = Sounds.Voice(22_050, 2);
    private static readonly byte[] Recording = Sounds.Wav(22_050, Samples);

    [Fact]
    public async Task A_recording_gets_what_the_model_says_however_it_is_sent()
    {
        await using var server = await TestServer.Start();
        var expected = TestServer.Model.Predict([Waveform.FromPcm16(22_050, Samples)])[0];
        using var form = new MultipartFormDataContent { { new StringContent("a note"), "note" }, { new ByteArrayContent(Recording), "file", "clip.wav" } };
        var typed = new ByteArrayContent(Recording) { Headers = { ContentType = new MediaTypeHeaderValue("audio/wav") } };
        foreach (var content in new HttpContent[] { new ByteArrayContent(Recording), typed, form, new StreamContent(new MemoryStream(Recording)) })
        {
            var (status, json) = await server.Send(new HttpRequestMessage(HttpMethod.Post, "/api/predict") { Content = content });
            Assert.Equal(200, status);
            Assert.Equal(["label", "entropy", "probabilities", "seconds"], json.EnumerateObject().Select(property => property.Name));
            Assert.Equal((expected.Label, 2.0), (json.GetProperty("label").GetString(), json.GetProperty("seconds").GetDouble()));
            AssertSame(expected, json);
        }
    }

    [Fact]
    public async Task Only_the_most_probable_classes_are_named_where_that_is_asked()
    {
        await using var server = await TestServer.Start();
        var (_, json) = await server.Post("/api/predict?top=2", Recording);
        Assert.Equal(2, json.GetProperty("probabilities").EnumerateObject().Count());
    }

    [Fact]
    public async Task A_timeline_is_the_models()
    {
        await using var server = await TestServer.Start();
        short[] samples = [.. Sounds.Voice(16_000, 2), .. new short[16_000], .. Sounds.Voice(16_000, 1, seed: 2)];
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder["clip.wav"], Sounds.Wav(16_000, samples), TestServer.Cancelled);
        var expected = TestServer.Model.Timeline(folder["clip.wav"], new TimelineOptions { WindowSeconds = 0.6, HopSeconds = 0.3, Smoothing = 1, SilenceDecibel = -60 }).ToArray();
        var (_, json) = await server.Post("/api/predict?timeline=true&window=0.6&hop=0.3&smoothing=1&silence-db=-60", Sounds.Wav(16_000, samples));
        var windows = json.GetProperty("windows").EnumerateArray().ToArray();
        Assert.Equal(expected.Select(window => (window.Start, window.End, window.Prediction?.Label ?? "silence")),
            windows.Select(window => (window.GetProperty("start").GetDouble(), window.GetProperty("end").GetDouble(), window.GetProperty("label").GetString()!)));
        Assert.Contains(windows, window => window.GetProperty("label").GetString() == "silence" && window.GetProperty("probabilities").ValueKind == JsonValueKind.Null);
        Assert.All(expected.Zip(windows).Where(pair => pair.First.Prediction is not null), pair => AssertSame(pair.First.Prediction!, pair.Second));
    }

    [Theory]
    [InlineData("tops=1", "unknown 'tops'")]
    [InlineData("top=0", "top=0: a whole number from 1 to 1000 is wanted")]
    [InlineData("top=1.5", "top=1.5")]
    [InlineData("top=1&top=2", "top=1,2")]
    [InlineData("timeline=yes", "timeline=yes: true or false is wanted")]
    [InlineData("hop=1", "'hop' is for timeline=true alone")]
    [InlineData("timeline=true&hop=0", "hop=0")]
    [InlineData("timeline=true&hop=1e999", "hop=1e999")]
    [InlineData("timeline=true&window=NaN", "window=NaN")]
    [InlineData("timeline=true&smoothing=4", "an odd number")]
    [InlineData("timeline=true&silence-db=3", "silence-db=3")]
    public async Task A_bad_query_is_refused(string query, string named)
    {
        await using var server = await TestServer.Start();
        var (status, json) = await server.Post("/api/predict?" + query, Recording);
        Assert.Equal(400, status);
        Assert.Contains(named, json.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bodies_that_are_no_recording_are_refused_with_the_reason_and_without_the_servers_paths()
    {
        await using var server = await TestServer.Start();
        (byte[] Body, int Status, string Named)[] bodies =
        [
            ([], 400, "empty body"), ("fLaC nothing"u8.ToArray(), 422, ""), ("abc"u8.ToArray(), 422, "not RIFF"), (Recording[..30], 422, ""),
            (new byte[5000], 422, "not RIFF"),
        ];
        foreach (var (body, status, named) in bodies)
        {
            var (found, json) = await server.Post("/api/predict", body);
            var error = json.GetProperty("error").GetString()!;
            Assert.Equal(status, found);
            Assert.Contains(named, error, StringComparison.Ordinal);
            Assert.DoesNotContain(Path.GetTempPath(), error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Forms_without_one_file_and_compressed_bodies_are_refused()
    {
        await using var server = await TestServer.Start();
        using var none = new MultipartFormDataContent { { new StringContent("a note"), "note" } };
        using var two = new MultipartFormDataContent { { new ByteArrayContent(Recording), "a", "a.wav" }, { new ByteArrayContent(Recording), "b", "b.wav" } };
        using var broken = new StringContent("--x\r\nnothing");
        broken.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        using var endless = new StringContent("--x");
        endless.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data");
        using var packed = new ByteArrayContent(Recording) { Headers = { ContentEncoding = { "gzip" } } };
        (HttpContent Content, int Status, string Named)[] bodies =
        [
            (none, 400, "without a file"), (two, 400, "several files"), (broken, 400, "a form"), (endless, 400, "without a boundary"), (packed, 415, "gzip"),
        ];
        foreach (var (content, status, named) in bodies)
        {
            var (found, json) = await server.Send(new HttpRequestMessage(HttpMethod.Post, "/api/predict") { Content = content });
            Assert.Equal((named, status), (named, found));
            Assert.Contains(named, json.GetProperty("error").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_full_disk_refuses_a_recording_and_takes_the_next_that_fits()
    {
        const int DiskBytes = 1 << 16;
        using var folder = new TemporaryFolder();
        using var disk = new SmallDisk(folder["disk"], $"{DiskBytes}");
        await using var server = await TestServer.Start(new ServerOptions { SpoolFolder = disk.Folder });
        var large = Sounds.Wav(16_000, Sounds.Voice(16_000, 3));
        var small = Sounds.Wav(16_000, Sounds.Voice(16_000, 1));
        Assert.True(small.Length < DiskBytes && large.Length > DiskBytes);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(large), "file", "large.wav" } };
        foreach (var content in new HttpContent[] { new ByteArrayContent(large), form })
        {
            var (status, json) = await server.Send(new HttpRequestMessage(HttpMethod.Post, "/api/predict") { Content = content });
            Assert.Equal((507, "the server has no room to keep the recording; send it when there is some"), (status, json.GetProperty("error").GetString()));
            Assert.Empty(Directory.EnumerateFileSystemEntries(disk.Folder));
        }

        Assert.Equal(200, (await server.Post("/api/predict", small)).Status);
        Assert.Empty(Directory.EnumerateFileSystemEntries(disk.Folder));
    }

    [Fact]
    public async Task Too_many_bytes_seconds_and_windows_are_refused()
    {
        await using var server = await TestServer.Start(new ServerLimits { MaxBodyBytes = 100_000, MaxSeconds = 2, MaxWindows = 10 });
        var (status, json) = await server.Post("/api/predict", new byte[100_001]);
        Assert.Equal(413, status);
        Assert.Contains("too large", json.GetProperty("error").GetString(), StringComparison.Ordinal);
        var (slow, text) = await server.Send(new HttpRequestMessage(HttpMethod.Post, "/api/predict") { Content = new Chunked(new byte[100_001]) });
        Assert.Equal((413, true), (slow, text.GetProperty("error").GetString()!.Contains("too large", StringComparison.Ordinal)));
        (status, json) = await server.Post("/api/predict", Sounds.Wav(16_000, Sounds.Voice(16_000, 2.5)));
        Assert.Equal((413, "2.5 s of audio: up to 2 are taken; cut the recording"), (status, json.GetProperty("error").GetString()));
        (status, json) = await server.Post("/api/predict?timeline=true&hop=0.1", Sounds.Wav(16_000, Sounds.Voice(16_000, 2)));
        Assert.Equal((400, "20 windows: up to 10 are made; take a longer hop"), (status, json.GetProperty("error").GetString()));
        Assert.Equal(200, (await server.Post("/api/predict", Recording)).Status);
    }

    [Fact]
    public async Task More_uploads_than_may_be_are_told_to_wait_and_one_that_breaks_off_makes_room()
    {
        using var spool = new TemporaryFolder();
        await using var server = await TestServer.Start(new ServerOptions { SpoolFolder = spool["."], Limits = new ServerLimits { MaxUploads = 1 } });
        using (var slow = await BeginUpload(server))
        {
            // Else one of the others may be at work when it comes, and it is the one that is refused.
            await TestServer.Until(() => Task.FromResult(Directory.EnumerateFiles(spool["."], "emotion-upload-*").Any()));
            Assert.Equal(429, (await server.Post("/api/predict", Recording)).Status);
            using var response = await server.Client.PostAsync("/api/predict", new ByteArrayContent(Recording), TestServer.Cancelled);
            Assert.Equal(1, response.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        }

        await TestServer.Until(async () => (await server.Post("/api/predict", Recording)).Status == 200);
        await TestServer.Until(() => Task.FromResult(!Directory.EnumerateFiles(spool["."], "emotion-upload-*").Any()));
    }

    [Fact]
    public async Task Hours_in_a_small_file_are_not_decoded()
    {
        using var folder = new TemporaryFolder();
        SndfileWriter.Write(folder["hours.flac"], "flac16", 8000, 1, new float[16 << 20]);
        await using var server = await TestServer.Start(new ServerLimits { MaxSeconds = 2 });
        var (status, json) = await server.Post("/api/predict", File.ReadAllBytes(folder["hours.flac"]));
        // How long it is nobody has found out.
        Assert.Equal((413, "more than 96000 samples, which is 2 s at 48000 a second: cut the recording, or send it at a lower rate"), (status, json.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task A_server_that_ends_waits_for_uploads_and_leaves_none_behind()
    {
        using var spool = new TemporaryFolder();
        var server = await TestServer.Start(new ServerOptions { SpoolFolder = spool["."] });
        using var slow = await BeginUpload(server);
        await TestServer.Until(() => Task.FromResult(Uploads() > 0));
        await server.DisposeAsync();
        await TestServer.Until(() => Task.FromResult(Uploads() == 0));

        int Uploads() => Directory.EnumerateFiles(spool["."], "emotion-upload-*").Count();
    }

    [Fact]
    public async Task A_body_that_takes_too_long_is_refused()
    {
        await using var server = await TestServer.Start(new ServerLimits { MaxBodySeconds = 1, MaxUploads = 1 });
        using var slow = await BeginUpload(server);
        using var reader = new StreamReader(slow.GetStream());
        var answer = await reader.ReadToEndAsync(TestServer.Cancelled);
        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        Assert.Contains("not here within 1 s", answer, StringComparison.Ordinal);
        Assert.Equal(200, (await server.Post("/api/predict", Recording)).Status);
    }

    [Fact]
    public async Task A_body_that_comes_too_slowly_is_refused()
    {
        await using var server = await TestServer.Start(new ServerLimits { MinBodyBytesPerSecond = 1_000_000 });
        using var slow = await BeginUpload(server);
        using var reader = new StreamReader(slow.GetStream());
        var answer = await reader.ReadToEndAsync(TestServer.Cancelled);
        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        Assert.Contains("too slowly", answer, StringComparison.Ordinal);
        Assert.Equal(200, (await server.Post("/api/predict", Recording)).Status);
    }

    private static async Task<TcpClient> BeginUpload(TestServer server)
    {
        var client = new TcpClient();
        await client.ConnectAsync(server.Address.Host, server.Address.Port, TestServer.Cancelled);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/predict HTTP/1.1\r\nHost: {server.Address.Authority}\r\nContent-Length: 50000\r\n\r\nRIFF"), TestServer.Cancelled);
        return client;
    }

    private static void AssertSame(Prediction expected, JsonElement json)
    {
        var probabilities = json.GetProperty("probabilities").EnumerateObject().ToArray();
        Assert.Equal(expected.Label, probabilities[0].Name);
        Assert.Equal(expected.Probabilities.OrderDescending(), probabilities.Select(pair => pair.Value.GetSingle()), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.All(probabilities, pair => Assert.Equal(expected.Probabilities[SmallModel.Metadata.Classes.ToList().IndexOf(pair.Name)], pair.Value.GetSingle(), 1e-5f));
        Assert.Equal(expected.Entropy, json.GetProperty("entropy").GetDouble(), 1e-4);
    }

    /// <summary>A body whose length is not told.</summary>
    private sealed class Chunked(byte[] bytes) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => stream.WriteAsync(bytes).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
