using System.Diagnostics;
using EmotionGpu.Training.Corpora.Fetching;

namespace EmotionGpu.Training.Tests.Corpora.Fetching;

/// <summary>Fetching that breaks off goes on with the same version of the archive, and with no other.</summary>
public sealed class ResumedFetchTests : CorpusFetchTest
{
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
}
