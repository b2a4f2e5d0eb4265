using EmotionGpu.Serving.Browser.Tests;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]
// Each test listens for seconds, and labels must come in time: together they would wait for one another.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace EmotionGpu.Serving.Browser.Tests;

/// <summary>What a browser's microphone is.</summary>
public enum FakeMicrophone
{
    /// <summary>Plays <see cref="SteadySound"/> over and over; everybody may have it.</summary>
    Steady,

    /// <summary>There is one, and the user refuses it.</summary>
    Refused,

    /// <summary>There is none.</summary>
    Missing,
}

/// <summary>The system's Chromium, headless: Playwright brings its driver, the browser is not downloaded.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Paths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly Dictionary<string, IBrowser> _browsers = [];
    private readonly string _clip = Path.Combine(Path.GetTempPath(), $"emotiongpu-{Guid.NewGuid():N}.wav");
    private IPlaywright? _playwright;

    /// <summary>Path of the recording that the fake microphone plays.</summary>
    public string Clip
    {
        get
        {
            if (!File.Exists(_clip))
                SteadySound.Write(_clip);
            return _clip;
        }
    }

    /// <summary>A page in a context of its own; skips the test where there is no browser.</summary>
    /// <param name="server">What it opens.</param>
    /// <param name="microphone">Its microphone.</param>
    /// <param name="options">Of the context; null: a desktop.</param>
    /// <param name="path">Address below the server's.</param>
    internal async Task<PageUnderTest> Open(
        TestServer server, FakeMicrophone microphone = FakeMicrophone.Steady, BrowserNewContextOptions? options = null, string path = "/")
    {
        var page = await NewPage(microphone, options);
        var opened = new PageUnderTest(page, server.Address);
        await page.GotoAsync(server.Address + path);
        return opened;
    }

    /// <summary>A page that has opened nothing yet.</summary>
    internal async Task<IPage> NewPage(FakeMicrophone microphone, BrowserNewContextOptions? options = null)
    {
        var context = await (await Browser(Arguments(microphone))).NewContextAsync(options ?? new BrowserNewContextOptions());
        context.SetDefaultTimeout(20_000);
        return await context.NewPageAsync();
    }

    /// <summary>A browser with these arguments; skips the test where there is none.</summary>
    internal async Task<IBrowser> Browser(IReadOnlyList<string> arguments)
    {
        var executable = Paths.FirstOrDefault(File.Exists);
        Assert.SkipWhen(executable is null, $"no browser: {string.Join(", ", Paths)} are not there (Debian: apt-get install chromium)");
        var key = string.Join(' ', arguments);
        if (!_browsers.TryGetValue(key, out var browser))
        {
            _playwright ??= await Playwright.CreateAsync();
            browser = _browsers[key] = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = executable, Args = arguments });
        }

        return browser;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var browser in _browsers.Values)
            await browser.DisposeAsync();
        _playwright?.Dispose();
        File.Delete(_clip);
    }

    // Without a sandbox: tests may run as root, and open nothing but their own server.
    private IReadOnlyList<string> Arguments(FakeMicrophone microphone) =>
    [
        "--no-sandbox",
        "--host-resolver-rules=MAP voice.test 127.0.0.1",
        .. microphone switch
        {
            FakeMicrophone.Steady =>
                (string[])["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", $"--use-file-for-fake-audio-capture={Clip}"],
            FakeMicrophone.Refused => ["--use-fake-device-for-media-stream", "--deny-permission-prompts"],
            FakeMicrophone.Missing => ["--use-fake-ui-for-media-stream"],
            _ => throw new ArgumentOutOfRangeException(nameof(microphone)),
        },
    ];
}
