using System.Globalization;
using System.Text;
using System.Text.Json;
using EmotionGpu.Inference.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EmotionGpu.Serving.Browser.Tests;

/// <summary>The recording's half of the page.</summary>
public sealed class FilePageTests(Chromium chromium) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Label_bars_and_timeline_of_a_recording_are_exactly_those_of_the_model()
    {
        await using var server = await TestServer.Start();
        await using var page = await chromium.Open(server);
        var path = Recording();
        await Choose(page, path);

        var expected = server.Model.Predict(path);
        Assert.Equal(expected.Label, await page.File.Locator(".label").TextContentAsync());
        var bars = SmallModel.Metadata.Classes.Zip(expected.Probabilities).OrderByDescending(pair => pair.Second)
            .Select(pair => (pair.First, Math.Round(pair.Second * 100.0, MidpointRounding.AwayFromZero) / 100));
        Assert.Equal(bars, await PageUnderTest.Bars(page.File));

        using var saved = JsonDocument.Parse(await page.Saved(page.File.Locator("[data-save=json]")));
        var windows = saved.RootElement.GetProperty("windows").EnumerateArray().ToArray();
        var timeline = server.Model.Timeline(path).ToArray();
        Assert.Equal(timeline.Length, windows.Length);
        foreach (var (window, document) in timeline.Zip(windows))
        {
            Assert.Equal(window.Prediction?.Label ?? "silence", document.GetProperty("label").GetString());
            Assert.Equal(window.Start, document.GetProperty("start").GetDouble());
            if (window.Prediction is { } heard)
                Assert.Equal(heard.Probabilities, SmallModel.Metadata.Classes.Select(name => document.GetProperty("probabilities").GetProperty(name).GetSingle()));
        }

        Assert.Contains(timeline, window => window.Prediction is null);
    }

    [Fact]
    public async Task Audacity_track_has_the_segments_of_the_timeline()
    {
        await using var server = await TestServer.Start();
        await using var page = await chromium.Open(server);
        var path = Recording();
        await Choose(page, path);
        var expected = Inference.TimelineSegment.Of(server.Model.Timeline(path)).Select(segment =>
            string.Create(CultureInfo.InvariantCulture, $"{segment.Start:0.000}\t{segment.End:0.000}\t{segment.Label ?? "silence"}\n"));
        Assert.Equal(string.Concat(expected), Encoding.UTF8.GetString(await page.Saved(page.File.Locator("[data-save=audacity]"))));
    }

    [Fact]
    public async Task Recording_is_dropped_anywhere()
    {
        await using var server = await TestServer.Start();
        await using var page = await chromium.Open(server);
        await Expect(page.Button("Start microphone")).ToBeEnabledAsync();
        await Drop(page, "dropped.wav", System.IO.File.ReadAllBytes(Recording()));
        await Expect(page.File.Locator(".detail")).ToContainTextAsync("dropped.wav");
        await Expect(page.File).ToHaveAttributeAsync("data-state", "answered");
    }

    [Fact]
    public async Task Refused_recording_is_told_in_the_servers_words()
    {
        await using var server = await TestServer.Start();
        await using var page = await chromium.Open(server);
        page.Expected = ["status of 4"];
        await Expect(page.Button("Start microphone")).ToBeEnabledAsync();
        await Drop(page, "notes.wav", Encoding.UTF8.GetBytes("these are no samples"));
        await Expect(page.Notice("file")).ToContainTextAsync("notes.wav:");
        await Expect(page.Notice("file")).ToContainTextAsync("WAV");

        // What is good takes the notice away.
        await Choose(page, Recording());
        await Expect(page.Notice("file")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Recording_that_is_too_large_is_told_before_it_is_sent()
    {
        await using var server = await TestServer.Start(new ServerOptions { Limits = new ServerLimits { MaxBodyBytes = 100_000 } });
        await using var page = await chromium.Open(server);
        await Expect(page.Button("Start microphone")).ToBeEnabledAsync();
        await Drop(page, "long.wav", new byte[200_000]);
        await Expect(page.Notice("file")).ToContainTextAsync("this server takes 0.1 MB at most");
    }

    [Fact]
    public async Task Click_in_the_timeline_plays_from_there_and_shows_that_window()
    {
        await using var server = await TestServer.Start();
        await using var page = await chromium.Open(server);
        await Choose(page, Recording());
        var plot = page.Page.Locator("#timeline canvas");
        var box = (await plot.BoundingBoxAsync())!;
        await plot.ClickAsync(new LocatorClickOptions { Position = new Position { X = box.Width * 0.5f, Y = 5 } });
        await Expect(page.Button("Pause")).ToBeVisibleAsync();
        await Expect(page.File.Locator("[data-show=scope]")).ToContainTextAsync("Window");
        Assert.InRange(double.Parse(await Slider(page).InputValueAsync(), CultureInfo.InvariantCulture), 1.4, 3);

        await page.Button("Pause").ClickAsync();
        await page.Button("Show the whole recording").ClickAsync();
        await Expect(page.File.Locator("[data-show=scope]")).ToHaveTextAsync("Whole recording");
    }

    [Fact]
    public async Task Arrow_keys_move_through_the_timeline()
    {
        await using var server = await TestServer.Start();
        await using var page = await chromium.Open(server);
        await Choose(page, Recording());
        await Slider(page).FocusAsync();
        await page.Page.Keyboard.PressAsync("End");
        await Expect(page.File.Locator(".label")).ToHaveTextAsync("silence");
        await Expect(Slider(page)).ToHaveAttributeAsync("aria-valuetext", "3 s, silence");
        await page.Page.Keyboard.PressAsync("Home");
        await Expect(page.File.Locator(".label")).Not.ToHaveTextAsync("silence");
    }

    [Fact]
    public async Task Other_windows_are_asked_for_when_the_settings_change()
    {
        await using var server = await TestServer.Start();
        await using var page = await chromium.Open(server);
        var path = Recording();
        await Choose(page, path);
        await page.Page.GetByText("All windows as a table").ClickAsync();
        var rows = page.File.Locator("tbody tr");
        await Expect(rows).ToHaveCountAsync(server.Model.Timeline(path).Count());
        await page.Page.GetByLabel("A label every").FocusAsync();
        await page.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(rows).ToHaveCountAsync(server.Model.Timeline(path, new Inference.TimelineOptions { HopSeconds = 0.6 }).Count());
    }

    public void Dispose() => _folder.Dispose();

    private static ILocator Slider(PageUnderTest page) => page.Page.GetByLabel("Place in the recording");

    /// <summary>Two seconds of sound, one of silence.</summary>
    private string Recording()
    {
        var path = _folder["recording.wav"];
        SteadySound.Write(path, seconds: 3, silentFrom: 2);
        return path;
    }

    private static async Task Choose(PageUnderTest page, string path)
    {
        await page.Page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "Recording" }).ClickAsync();
        await Expect(page.Page.Locator("body")).ToHaveAttributeAsync("data-model", "there");
        await page.File.Locator("input[type=file]").SetInputFilesAsync(path);
        await Expect(page.File).ToHaveAttributeAsync("data-state", "answered");
        await Expect(page.Button("Play")).ToBeEnabledAsync();
    }

    private static async Task Drop(PageUnderTest page, string name, byte[] bytes) => await page.Page.EvaluateAsync(
        """
        ({ name, base64 }) => {
          const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([bytes], name));
          document.body.dispatchEvent(new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true }));
          document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
        }
        """, new { name, base64 = Convert.ToBase64String(bytes) });
}
