using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Playwright;

namespace EmotionGpu.Serving.Browser.Tests;

/// <summary>A page that is watched: at its end nothing may have gone wrong in its console, and nothing been asked of another host.</summary>
internal sealed class PageUnderTest : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly string _address;

    public PageUnderTest(IPage page, string address)
    {
        (Page, _address) = (page, address);
        // A violation of the content security policy is an error in the console too.
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Enqueue($"{message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Request += (_, request) => Note(request.Url);
        page.WebSocket += (_, socket) => Note(socket.Url);
    }

    public IPage Page { get; }

    /// <summary>The half of the page that is shown.</summary>
    public ILocator Live => Page.Locator("#live");

    public ILocator File => Page.Locator("#file");

    /// <summary>Complaints with these words are what the test is about: a server that is away, say.</summary>
    public string[] Expected { get; set; } = [];

    /// <summary>The button with this name.</summary>
    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });

    /// <summary>Waits for the model, then starts the microphone and waits for a label.</summary>
    public async Task StartListening()
    {
        await Button("Start microphone").ClickAsync();
        await Live.Locator(".label:not(.quiet)").WaitForAsync();
    }

    /// <summary>The notice of a kind.</summary>
    public ILocator Notice(string kind) => Page.Locator($"[data-notice={kind}]");

    /// <summary>What the bars of a half say, as parts of 1, in their order.</summary>
    public static async Task<List<(string Label, double Probability)>> Bars(ILocator half)
    {
        var texts = await half.Locator("ol.bars li").EvaluateAllAsync<string[]>("items => items.map(i => i.dataset.class + ' ' + i.querySelector('.number').textContent)");
        return [.. texts.Select(text => text.Split(' ')).Select(parts => (parts[0], int.Parse(parts[1].TrimEnd('%'), CultureInfo.InvariantCulture) / 100.0))];
    }

    /// <summary>What comes out of a button that saves, as text.</summary>
    public async Task<byte[]> Saved(ILocator button)
    {
        var download = await Page.RunAndWaitForDownloadAsync(() => button.ClickAsync());
        return await System.IO.File.ReadAllBytesAsync(await download.PathAsync());
    }

    /// <summary>Whether the page is no wider than the window.</summary>
    public Task<bool> FitsWidth() => Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Page.Context.CloseAsync();
        Assert.Equal([], [.. _complaints.Where(complaint => !Expected.Any(words => complaint.Contains(words, StringComparison.Ordinal)))]);
    }

    private void Note(string url)
    {
        var own = new Uri(_address).Authority;
        if (new Uri(url) is { Scheme: not ("blob" or "data") } asked && asked.Authority != own)
            _complaints.Enqueue($"asked another host: {url}");
    }
}
