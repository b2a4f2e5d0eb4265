using System.Diagnostics;
using EmotionGpu.Training.Corpora.Fetching;

namespace EmotionGpu.Training.Tests.Corpora.Fetching;

/// <summary>Fetching over real HTTP from a server on the loopback.</summary>
public sealed class CorpusFetchTests : CorpusFetchTest
{
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
}
