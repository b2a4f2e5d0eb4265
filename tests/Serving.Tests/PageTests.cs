using System.Net;
using System.Text.RegularExpressions;

namespace EmotionGpu.Serving.Tests;

public sealed partial class PageTests
{
    [Theory]
    [InlineData("/", "text/html; charset=utf-8")]
    [InlineData("/runs", "text/html; charset=utf-8")]
    [InlineData("/app.css", "text/css; charset=utf-8")]
    public async Task Files_have_their_type_and_are_not_sent_twice(string path, string type)
    {
        await using var server = await TestServer.Start();
        using var first = await server.Client.GetAsync(path, TestServer.Cancelled);
        Assert.Equal(type, first.Content.Headers.ContentType!.ToString());
        Assert.NotEmpty(await first.Content.ReadAsStringAsync(TestServer.Cancelled));
        using var again = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "If-None-Match", first.Headers.ETag!.Tag } } };
        using var second = await server.Client.SendAsync(again, TestServer.Cancelled);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/app.css")]
    [InlineData("/api/model")]
    [InlineData("/api/nothing")]
    [InlineData("/healthz")]
    [InlineData("/metrics")]
    public async Task Every_answer_has_the_headers_that_keep_others_out(string path)
    {
        await using var server = await TestServer.Start();
        using var answer = await server.Client.GetAsync(path, TestServer.Cancelled);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Contains("microphone=(self)", answer.Headers.GetValues("Permissions-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
        Assert.Equal("require-corp", answer.Headers.GetValues("Cross-Origin-Embedder-Policy").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory, InlineData("/"), InlineData("/runs")]
    public async Task Pages_have_nothing_inline_and_nothing_of_other_hosts(string path)
    {
        await using var server = await TestServer.Start();
        Assert.DoesNotMatch(Inline(), await server.Client.GetStringAsync(path, TestServer.Cancelled));
    }

    [Fact]
    public async Task What_is_not_there_and_other_methods_are_told_as_documents()
    {
        await using var server = await TestServer.Start();
        foreach (var (method, path, status) in new[] { ("GET", "/nothing", 404), ("POST", "/", 405), ("GET", "/api/predict", 405), ("DELETE", "/api/model", 405) })
        {
            var (found, json) = await server.Send(new HttpRequestMessage(new HttpMethod(method), path));
            Assert.Equal((path, status), (path, found));
            Assert.NotEmpty(json.GetProperty("error").GetString()!);
        }

        Assert.Equal("ok", await server.Client.GetStringAsync("/healthz", TestServer.Cancelled));
        Assert.StartsWith("HTTP/1.1 400", await server.Raw("nonsense\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 414", await server.Raw($"GET /{new string('a', 10_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 431", await server.Raw($"GET / HTTP/1.1\r\nHost: localhost\r\nX: {new string('a', 40_000)}\r\n\r\n"), StringComparison.Ordinal);
        Assert.Equal("ok", await server.Client.GetStringAsync("/healthz", TestServer.Cancelled));
    }

    [GeneratedRegex(@"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=|<style|(?:src|href)=""(?:https?:)?//", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();
}
