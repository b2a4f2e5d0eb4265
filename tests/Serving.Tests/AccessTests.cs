using System.Net;
using System.Net.WebSockets;
using EmotionGpu.Inference.Tests;

namespace EmotionGpu.Serving.Tests;

public sealed class AccessTests
{
    private const string Token = "correct-horse-battery";
    private static readonly byte[] Recording = Sounds.Wav(16_000, Sounds.Voice(16_000, 0.5));

    [Fact]
    public async Task Pages_of_other_sites_may_not_upload_or_stream()
    {
        await using var server = await TestServer.Start();
        foreach (var origin in new[] { "http://evil.example", "null", "http://127.0.0.1", $"http://127.0.0.1:{server.Address.Port + 1}", server.Address.Authority })
        {
            var (status, json) = await server.Send(Upload(origin));
            Assert.Equal((origin, 403), (origin, status));
            Assert.Contains($"origin '{origin}'", json.GetProperty("error").GetString(), StringComparison.Ordinal);
            await AssertRefused(server, HttpStatusCode.Forbidden, options => options.SetRequestHeader("Origin", origin));
        }

        var own = $"http://{server.Address.Authority}";
        Assert.Equal(200, (await server.Send(Upload(own))).Status);
        using var stream = await server.Stream(new { sampleRate = 16_000 }, options => options.SetRequestHeader("Origin", own));
        await stream.Finish();
    }

    [Fact]
    public async Task An_allowed_site_may_and_its_scripts_may_read_the_answers()
    {
        await using var server = await TestServer.Start(new ServerOptions { AllowedOrigins = ["https://example.org"] });
        using var response = await server.Client.SendAsync(Upload("https://example.org"), TestServer.Cancelled);
        Assert.Equal((HttpStatusCode.OK, "https://example.org"), (response.StatusCode, response.Headers.GetValues("Access-Control-Allow-Origin").Single()));
        using var asking = new HttpRequestMessage(HttpMethod.Options, "/api/predict")
        {
            Headers = { { "Origin", "https://example.org" }, { "Access-Control-Request-Method", "POST" } },
        };
        using var allowed = await server.Client.SendAsync(asking, TestServer.Cancelled);
        Assert.Equal((HttpStatusCode.NoContent, "GET, POST"), (allowed.StatusCode, allowed.Headers.GetValues("Access-Control-Allow-Methods").Single()));
        using var other = new HttpRequestMessage(HttpMethod.Get, "/api/model") { Headers = { { "Origin", "https://evil.example" } } };
        using var unread = await server.Client.SendAsync(other, TestServer.Cancelled);
        Assert.False(unread.Headers.Contains("Access-Control-Allow-Origin"));
        using var named = new HttpRequestMessage(HttpMethod.Get, "/api/model") { Headers = { Host = "example.org" } };
        Assert.Equal(200, (await server.Send(named)).Status);
    }

    [Theory]
    [InlineData("evil.example", 403)]
    [InlineData("127.0.0.1.evil.example:8080", 403)]
    [InlineData("10.0.0.1", 403)]
    [InlineData("localhost", 200)]
    [InlineData("localhost:99", 200)]
    [InlineData("[::1]:8080", 200)]
    public async Task A_server_on_the_loopback_answers_to_its_own_names_alone(string host, int wanted)
    {
        await using var server = await TestServer.Start();
        var answer = await server.Raw($"GET /api/model HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        Assert.StartsWith($"HTTP/1.1 {wanted} ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("Bearer", 401)]
    [InlineData("Bearer wrong-horse-battery", 401)]
    [InlineData("Bearer correct-horse-batteryy", 401)]
    [InlineData("Basic correct-horse-battery", 401)]
    [InlineData("Bearer correct-horse-battery", 200)]
    [InlineData("bearer correct-horse-battery", 200)]
    public async Task Where_a_token_is_wanted_it_must_be_the_right_one(string? authorization, int wanted)
    {
        await using var server = await TestServer.Start(new ServerOptions { Token = Token });
        foreach (var path in new[] { "/api/model", "/api/runs", "/metrics" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (authorization is not null)
                request.Headers.TryAddWithoutValidation("Authorization", authorization);
            using var response = await server.Client.SendAsync(request, TestServer.Cancelled);
            Assert.Equal((path, wanted), (path, (int)response.StatusCode));
            Assert.Equal(wanted == 401, response.Headers.WwwAuthenticate.Count == 1);
        }

        using var upload = Upload(null);
        if (authorization is not null)
            upload.Headers.TryAddWithoutValidation("Authorization", authorization);
        Assert.Equal(wanted, (await server.Send(upload)).Status);
        foreach (var path in new[] { "/", "/app.css", "/healthz" })
            Assert.NotEmpty(await server.Client.GetStringAsync(path, TestServer.Cancelled));
    }

    [Fact]
    public async Task A_browsers_stream_shows_the_token_as_a_protocol()
    {
        await using var server = await TestServer.Start(new ServerOptions { Token = Token });
        await AssertRefused(server, HttpStatusCode.Unauthorized, _ => { });
        await AssertRefused(server, HttpStatusCode.Unauthorized, options => options.AddSubProtocol("emotion"));
        await AssertRefused(server, HttpStatusCode.Unauthorized, options => options.AddSubProtocol("bearer.other-horse"));
        using var browser = await server.Stream(new { sampleRate = 16_000 }, options =>
        {
            options.AddSubProtocol("emotion");
            options.AddSubProtocol($"bearer.{Token}");
        });
        Assert.Equal("emotion", browser.Socket.SubProtocol);
        await browser.Finish();
        using var program = await server.Stream(new { sampleRate = 16_000 }, options => options.SetRequestHeader("Authorization", $"Bearer {Token}"));
        Assert.Null(program.Socket.SubProtocol);
        await program.Finish();
    }

    [Fact]
    public async Task Reports_open_by_their_own_keys_alone()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "one", "two" })
        {
            Directory.CreateDirectory(folder[name]);
            await File.WriteAllTextAsync(folder[name + "/run.json"], "{}", TestServer.Cancelled);
            await File.WriteAllTextAsync(folder[name + "/report.html"], name, TestServer.Cancelled);
        }

        await using var server = await TestServer.Start(new ServerOptions { Token = Token, RunsFolder = folder["."] });
        using var listing = new HttpRequestMessage(HttpMethod.Get, "/api/runs") { Headers = { { "Authorization", $"Bearer {Token}" } } };
        var (_, runs) = await server.Send(listing);
        var reports = runs.EnumerateArray().ToDictionary(run => run.GetProperty("name").GetString()!, run => run.GetProperty("report").GetString()!);
        Assert.Equal("one", await server.Client.GetStringAsync(reports["one"], TestServer.Cancelled));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status("/runs/one/report.html"));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status("/runs/one/report.html?key="));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(reports["two"].Replace("/two/", "/one/", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status("/runs/none/report.html"));

        async Task<HttpStatusCode> Status(string path)
        {
            using var response = await server.Client.GetAsync(path, TestServer.Cancelled);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task Beyond_the_loopback_any_name_will_do_with_the_token()
    {
        await using var server = await TestServer.Start(new ServerOptions { Host = "0.0.0.0", Token = Token });
        var request = $"GET /api/model HTTP/1.1\r\nHost: any.example\r\nAuthorization: Bearer {Token}\r\nConnection: close\r\n\r\n";
        Assert.StartsWith("HTTP/1.1 200 ", await server.Raw(request), StringComparison.Ordinal);
    }

    private static HttpRequestMessage Upload(string? origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/predict") { Content = new ByteArrayContent(Recording) };
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        return request;
    }

    private static async Task AssertRefused(TestServer server, HttpStatusCode wanted, Action<ClientWebSocketOptions> configure)
    {
        using var socket = new ClientWebSocket();
        configure(socket.Options);
        socket.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new UriBuilder(server.Address) { Scheme = "ws", Path = "/api/stream" }.Uri, TestServer.Cancelled));
        Assert.Equal(wanted, socket.HttpStatusCode);
    }
}
