using System.Diagnostics;
using EmotionGpu.Training.Corpora.Fetching;

namespace EmotionGpu.Training.Tests.Corpora.Fetching;

/// <summary>A server that lies, does not answer, or asks for patience.</summary>
public sealed class UnreliableServerTests : CorpusFetchTest
{
    [Fact]
    public async Task A_wrong_checksum_is_refused_at_once_and_nothing_is_kept()
    {
        using var server = new ArchiveServer((_, exchange) => exchange.File(Other));
        var request = Request(server);
        var error = await Refused(request);
        Assert.Contains($"wanted {request.Archive.Md5}", error, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Assert.Equal(0, new FileInfo(Part).Length);
    }

    [Theory, InlineData(1), InlineData(-1)]
    public async Task A_file_of_another_length_is_refused_before_it_is_read(int more)
    {
        using var server = new ArchiveServer((_, exchange) => exchange.Body(Zip, Zip.Length + more, Zip.Length - 1));
        Assert.Contains($"the file there has {Zip.Length + more} bytes, the archive {Zip.Length}", await Refused(Request(server)), StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task More_bytes_than_the_archive_has_are_not_taken()
    {
        using var server = new ArchiveServer((_, exchange) => exchange.Body([.. Zip, .. Zip], length: null));
        Assert.Contains("more than the", await Refused(Request(server)), StringComparison.Ordinal);
        Assert.Equal(0, new FileInfo(Part).Length);
    }

    [Fact]
    public async Task An_answer_without_a_length_that_ends_early_goes_on()
    {
        using var server = new ArchiveServer((number, exchange) =>
        {
            if (number == 1)
                exchange.With("ETag", "\"1\"").Body(Zip[..100_000], length: null);
            else
                exchange.File(Zip);
        });
        await Run(Request(server));
        IsFetched();
        Assert.Equal(100_000, server.Requests[1].Range);
    }

    [Theory, InlineData("bytes 5-299999/*"), InlineData("lines 100000-100001/*"), InlineData("nonsense")]
    public async Task A_range_that_was_not_asked_for_is_not_appended(string range)
    {
        using var server = new ArchiveServer((number, exchange) =>
        {
            if (number == 2)
                exchange.Rest(Zip, (int)exchange.Asked.Range!, "\"1\"", range);
            else
                exchange.File(Zip, bytes: number == 1 ? 100_000 : null);
        });
        await Run(Request(server));
        IsFetched();
        Assert.Equal(new AskedFor(null, null), server.Requests[2]);
    }

    [Fact]
    public async Task A_range_of_a_file_of_another_length_is_refused()
    {
        using var server = new ArchiveServer((number, exchange) =>
        {
            if (number == 2)
                exchange.Rest(Zip, (int)exchange.Asked.Range!, "\"1\"", "bytes 100000-100001/200000");
            else
                exchange.File(Zip, bytes: 100_000);
        });
        Assert.Contains("the file there has 200000 bytes", await Refused(Request(server)), StringComparison.Ordinal);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_connection_on_which_nothing_comes_is_given_up(bool afterSome)
    {
        using var released = new ManualResetEventSlim();
        using var server = new ArchiveServer((number, exchange) =>
        {
            if (number == 1 && afterSome)
                exchange.File(Zip, bytes: 100_000);
            if (number == 1)
                released.Wait(TimeSpan.FromSeconds(20));
            else
                exchange.File(Zip);
        });
        var watch = Stopwatch.StartNew();
        await Run(Request(server) with { Stall = TimeSpan.FromMilliseconds(400) });
        released.Set();
        IsFetched();
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.3, 15);
        Assert.Equal(afterSome ? 100_000L : null, server.Requests[1].Range);
    }

    [Theory, InlineData(404), InlineData(403), InlineData(410), InlineData(204)]
    public async Task What_is_not_there_is_not_asked_for_again(int status)
    {
        using var server = new ArchiveServer((_, exchange) => exchange.Status(status));
        Assert.Contains($"{status}", await Refused(Request(server)), StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Theory, InlineData(503), InlineData(500), InlineData(429), InlineData(408)]
    public async Task A_server_in_trouble_is_asked_a_bounded_number_of_times(int status)
    {
        using var server = new ArchiveServer((_, exchange) => exchange.Status(status));
        var error = await Refused(Request(server) with { Retries = 2 });
        Assert.Contains($"{status}", error, StringComparison.Ordinal);
        Assert.Contains("3 tries brought 0 of", error, StringComparison.Ordinal);
        Assert.Equal(3, server.Requests.Length);
    }

    [Fact]
    public async Task A_server_says_how_long_to_wait()
    {
        using var server = new ArchiveServer((number, exchange) =>
        {
            if (number == 1)
                exchange.With("Retry-After", "1").Status(503);
            else
                exchange.File(Zip);
        });
        var watch = Stopwatch.StartNew();
        await Run(Request(server));
        IsFetched();
        Assert.True(watch.Elapsed >= TimeSpan.FromSeconds(0.9), $"waited only {watch.Elapsed}");
    }

    [Fact]
    public async Task A_redirect_is_followed_and_a_circle_is_not_for_ever()
    {
        using var server = new ArchiveServer((_, exchange) =>
        {
            if (exchange.Path == "/archive.zip")
                exchange.With("Location", "/moved").Status(302);
            else if (exchange.Path == "/circle")
                exchange.With("Location", "/circle").Status(302);
            else
                exchange.File(Zip);
        });
        await Run(Request(server));
        IsFetched();
        Directory.Delete(Data, recursive: true);
        var error = await Refused(Request(server) with { Mirror = new Uri(server.Url, "/circle") });
        Assert.Contains("302", error, StringComparison.Ordinal);
        Assert.True(server.Requests.Length < 12, $"{server.Requests.Length} requests");
    }

    [Fact]
    public async Task A_host_that_does_not_answer_is_an_error_of_one_line()
    {
        Uri url;
        using (var server = new ArchiveServer((_, _) => { }))
            url = server.Url;
        var error = await Refused(new FetchRequest
        {
            Archive = TestArchive.Published(Zip, url),
            Folder = Data,
            Retries = 1,
            FirstPause = TimeSpan.FromMilliseconds(1),
        });
        Assert.Contains("2 tries brought 0 of", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public async Task A_server_that_ignores_the_range_is_read_from_its_beginning()
    {
        using var server = new ArchiveServer((number, exchange) => exchange.With("ETag", "\"1\"").Body(Zip, Zip.Length, number == 1 ? 100_000 : null));
        await Run(Request(server));
        IsFetched();
    }
}
