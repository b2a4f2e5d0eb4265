using System.Diagnostics;
using EmotionGpu.Training.Corpora.Fetching;

namespace EmotionGpu.Training.Tests.Corpora.Fetching;

/// <summary>Fetching over real HTTP from a server on the loopback that does what servers do.</summary>
public sealed class CorpusFetchTests : IDisposable
{
    private static readonly Dictionary<string, byte[]> Files = TestArchive.Noise();
    private static readonly byte[] Zip = TestArchive.Zip(Files);
    private static readonly byte[] Other = [.. Zip.Select(value => (byte)~value)];

    private readonly string _folder = Directory.CreateTempSubdirectory("emotiongpu-fetch-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_comes_whole_is_unpacked_and_nothing_else_is_left()
    {
        using var server = new ArchiveServer((_, exchange) => exchange.File(Zip));
        var events = new List<FetchEvent>();
        var result = await CorpusFetch.Run(Request(server), new Kept(events), TestContext.Current.CancellationToken);
        Assert.Equal((3, 300_000), (result.Files, result.Bytes));
        IsFetched();
        Assert.Equal([new AskedFor(null, null)], server.Requests);
        Assert.Equal(new FetchEvent.Unpacking(3, 3), events[^1]);
    }

    [Fact]
    public async Task What_breaks_off_goes_on_where_it_ended_in_the_same_version()
    {
        using var server = new ArchiveServer((number, exchange) => exchange.File(Zip, bytes: number <= 3 ? 70_000 : null));
        await Run(Request(server));
        IsFetched();
        Assert.Equal([new AskedFor(null, null), new AskedFor(70_000, "\"1\""), new AskedFor(140_000, "\"1\""), new AskedFor(210_000, "\"1\"")], server.Requests);
    }

    [Fact]
    public async Task A_date_stands_for_an_etag()
    {
        const string Date = "Sat, 28 Nov 2026 08:00:00 GMT";
        using var server = new ArchiveServer((number, exchange) =>
        {
            if (number == 1)
                exchange.With("Last-Modified", Date).Body(Zip, Zip.Length, 100_000);
            else
                exchange.File(Zip, Date);
        });
        await Run(Request(server));
        IsFetched();
        Assert.Equal(new AskedFor(100_000, Date), server.Requests[1]);
    }

    [Theory, InlineData(null), InlineData("W/\"1\"")]
    public async Task Without_a_version_to_rely_on_it_begins_again(string? etag)
    {
        using var server = new ArchiveServer((number, exchange) => exchange.File(Zip, etag, number == 1 ? 100_000 : null));
        await Run(Request(server));
        IsFetched();
        Assert.Equal([new AskedFor(null, null), new AskedFor(null, null)], server.Requests);
    }

    [Fact]
    public async Task A_server_that_ignores_the_range_is_read_from_its_beginning()
    {
        using var server = new ArchiveServer((number, exchange) => exchange.With("ETag", "\"1\"").Body(Zip, Zip.Length, number == 1 ? 100_000 : null));
        await Run(Request(server));
        IsFetched();
    }

    [Fact]
    public async Task Another_file_at_the_second_try_is_taken_as_a_whole()
    {
        using var server = new ArchiveServer((number, exchange) => exchange.File(number == 1 ? Other : Zip, $"\"{number}\"", number == 1 ? 100_000 : null));
        await Run(Request(server));
        IsFetched();
        Assert.Equal(new AskedFor(100_000, "\"1\""), server.Requests[1]);
    }

    [Fact]
    public async Task The_rest_of_another_version_is_not_appended()
    {
        using var server = new ArchiveServer((number, exchange) =>
        {
            if (number == 2)
                exchange.Rest(Zip, (int)exchange.Asked.Range!, "\"2\"");
            else
                exchange.File(number == 1 ? Other : Zip, "\"1\"", number == 1 ? 100_000 : null);
        });
        await Run(Request(server));
        IsFetched();
        Assert.Equal(new AskedFor(null, null), server.Requests[2]);
    }

    [Fact]
    public async Task Parts_that_do_not_fit_together_are_fetched_once_more_as_a_whole()
    {
        // The server changes the file under one ETag: only the checksum tells.
        using var server = new ArchiveServer((number, exchange) => exchange.File(number == 1 ? Other : Zip, "\"1\"", number == 1 ? 100_000 : null));
        await Run(Request(server));
        IsFetched();
        Assert.Equal([new AskedFor(null, null), new AskedFor(100_000, "\"1\""), new AskedFor(null, null)], server.Requests);
    }

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
    public async Task A_later_call_goes_on_with_what_an_earlier_one_left()
    {
        using var server = new ArchiveServer((number, exchange) => exchange.File(Zip, bytes: number == 1 ? 100_000 : null));
        var error = await Refused(Request(server) with { Retries = 0 });
        Assert.Contains("1 tries brought 100000 of", error, StringComparison.Ordinal);
        await Run(Request(server));
        IsFetched();
        Assert.Equal(new AskedFor(100_000, "\"1\""), server.Requests[1]);
    }

    [Fact]
    public async Task A_later_call_from_another_mirror_begins_again()
    {
        using var server = new ArchiveServer((number, exchange) => exchange.File(Zip, bytes: number == 1 ? 100_000 : null));
        _ = await Refused(Request(server) with { Retries = 0 });
        await Run(Request(server) with { Mirror = new Uri(server.Url, "/mirror") });
        IsFetched();
        Assert.Equal(new AskedFor(null, null), server.Requests[1]);
    }

    [Fact]
    public async Task A_call_that_is_ended_keeps_what_came()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var server = new ArchiveServer((number, exchange) =>
        {
            exchange.File(Zip, bytes: number == 1 ? 100_000 : null);
            if (number > 1)
                return;
            SpinWait.SpinUntil(() => new FileInfo(Part).Length == 100_000, TimeSpan.FromSeconds(10));
            cancellation.Cancel();
            Thread.Sleep(200);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CorpusFetch.Run(Request(server), progress: null, cancellation.Token));
        Assert.False(Directory.Exists(Data));
        await Run(Request(server));
        IsFetched();
        Assert.Equal(100_000, server.Requests[1].Range);
    }

    [Fact]
    public async Task A_folder_that_holds_something_is_left_alone_and_nobody_is_asked()
    {
        using var server = new ArchiveServer((_, exchange) => exchange.File(Zip));
        Directory.CreateDirectory(Data);
        File.WriteAllText(Path.Combine(Data, "mine.wav"), "");
        var error = await Assert.ThrowsAsync<FetchException>(() => Run(Request(server)));
        Assert.Contains("holds something already", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        File.Delete(Path.Combine(Data, "mine.wav"));
        await Run(Request(server));
        IsFetched();
    }

    [Fact]
    public async Task Two_calls_do_not_write_into_one_file()
    {
        using var second = new ManualResetEventSlim();
        using var server = new ArchiveServer((_, exchange) =>
        {
            second.Wait(TimeSpan.FromSeconds(20));
            exchange.File(Zip);
        });
        var first = Run(Request(server));
        Assert.True(SpinWait.SpinUntil(() => server.Requests.Length == 1, TimeSpan.FromSeconds(20)));
        var error = await Assert.ThrowsAsync<FetchException>(() => Run(Request(server)));
        Assert.Contains("another process fetches into it", error.Message, StringComparison.Ordinal);
        second.Set();
        await first;
        IsFetched();
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

    private string Data => Path.Combine(_folder, "data", "RAVDESS");

    private string Part => Path.Combine(_folder, "data", "RAVDESS.fetch", "archive.zip.part");

    private FetchRequest Request(ArchiveServer server) => new()
    {
        Archive = TestArchive.Published(Zip, server.Url),
        Folder = Data,
        FirstPause = TimeSpan.FromMilliseconds(1),
    };

    private static Task<FetchResult> Run(FetchRequest request) => CorpusFetch.Run(request, progress: null, TestContext.Current.CancellationToken);

    private async Task<string> Refused(FetchRequest request)
    {
        var error = await Assert.ThrowsAsync<FetchException>(() => Run(request));
        Assert.False(Directory.Exists(Data), "something is under the final name");
        return error.Message;
    }

    private void IsFetched()
    {
        var found = Directory.EnumerateFiles(Data, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(Data, path).Replace('\\', '/'), File.ReadAllBytes);
        Assert.Equal(Files.Keys.Order(), found.Keys.Order());
        Assert.All(found, file => Assert.Equal(Files[file.Key], file.Value));
        Assert.Equal([Data], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(Data)!));
    }

    private sealed class Kept(List<FetchEvent> events) : IProgress<FetchEvent>
    {
        public void Report(FetchEvent value) => events.Add(value);
    }
}
