using EmotionGpu.Features.Audio;
using EmotionGpu.Inference.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EmotionGpu.Serving.Browser.Tests;

/// <summary>Makes the README's pictures of the page, as <c>docs/images/README.md</c> says: no test, and skipped unless it is asked for.</summary>
public sealed class ReadmeScreenshots(Chromium chromium) : IDisposable
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("EMOTION_SCREENSHOTS");

    private readonly TemporaryFolder _temporary = new();

    [Fact]
    public async Task Pictures_are_written_where_they_are_asked_for()
    {
        Assert.SkipWhen(Folder is null, "EMOTION_SCREENSHOTS names no folder: docs/images/README.md says how these pictures are made");
        var sound = Joined(Asked("EMOTION_CLIPS").Split(Path.PathSeparator));
        using var model = ServedModel.Load(Asked("EMOTION_MODEL"));
        await using var server = await EmotionServer.Start(new ServerOptions { Port = 0 }, model);
        var browser = await chromium.Browser(
            ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", $"--use-file-for-fake-audio-capture={sound}"]);

        await Live(browser, server.Address, "page-live.png", Screen(1280, 1090, ColorScheme.Dark), seconds: 45);
        await Live(browser, server.Address, "page-phone.png", Screen(390, 844, ColorScheme.Light, scale: 2), seconds: 12);
        await Recording(browser, server.Address, sound);
    }

    public void Dispose() => _temporary.Dispose();

    private static string Asked(string variable) => Environment.GetEnvironmentVariable(variable) ?? throw new InvalidOperationException($"{variable} is not set");

    private static BrowserNewContextOptions Screen(int width, int height, ColorScheme scheme, float scale = 1) =>
        new() { ViewportSize = new ViewportSize { Width = width, Height = height }, ColorScheme = scheme, DeviceScaleFactor = scale };

    private static async Task Live(IBrowser browser, string address, string name, BrowserNewContextOptions screen, int seconds)
    {
        await using var context = await browser.NewContextAsync(screen);
        var page = await context.NewPageAsync();
        await page.GotoAsync(address);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Start microphone" }).ClickAsync();
        await page.WaitForTimeoutAsync(seconds * 1000);
        await Picture(page, name);
    }

    private static async Task Recording(IBrowser browser, string address, string sound)
    {
        await using var context = await browser.NewContextAsync(Screen(1280, 1075, ColorScheme.Light));
        var page = await context.NewPageAsync();
        await page.GotoAsync(address);
        await Expect(page.Locator("body")).ToHaveAttributeAsync("data-model", "there");
        await page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "Recording" }).ClickAsync();
        await page.Locator("#file input[type=file]").SetInputFilesAsync(sound);
        await Expect(page.Locator("#file")).ToHaveAttributeAsync("data-state", "answered");
        await page.Locator("#timeline canvas").ClickAsync(new LocatorClickOptions { Position = new Position { X = 420, Y = 10 } });
        await page.Locator("[data-do=play]").ClickAsync();
        await page.WaitForTimeoutAsync(1000);
        await Picture(page, "page-file.png");
    }

    // Bars change places for a moment: two of them would lie over one another.
    private static async Task Picture(IPage page, string name)
    {
        while (await page.EvaluateAsync<int>("document.getAnimations().length") > 0)
            await page.WaitForTimeoutAsync(20);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Folder!, name) });
    }

    /// <summary>Clips of 16 bits and one channel, one after the other as one recording.</summary>
    private string Joined(string[] paths)
    {
        var path = _temporary["recording.wav"];
        var clips = Array.ConvertAll(paths, clip => WavReader.Read(clip));
        using var file = File.Create(path);
        PcmWav.Write(file, clips[0].SampleRate, [.. clips.SelectMany(clip => clip.Pcm16.ToArray())]);
        return path;
    }
}
