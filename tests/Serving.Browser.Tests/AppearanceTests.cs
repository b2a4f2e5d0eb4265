using EmotionGpu.Inference.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EmotionGpu.Serving.Browser.Tests;

/// <summary>Widths, colours, keyboard.</summary>
public sealed class AppearanceTests(Chromium chromium)
{
    private static readonly string[] Paths = ["/", "/runs"];

    [Theory]
    [InlineData(360)]
    [InlineData(768)]
    [InlineData(1440)]
    public async Task Nothing_is_wider_than_the_window(int width)
    {
        await using var server = await TestServer.Start();
        var options = new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 740 } };
        await using var page = await chromium.Open(server, options: options);
        await page.StartListening();
        Assert.True(await page.FitsWidth(), "the microphone's half");

        await page.Page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "Recording" }).ClickAsync();
        await page.File.Locator("input[type=file]").SetInputFilesAsync(chromium.Clip);
        await Expect(page.File).ToHaveAttributeAsync("data-state", "answered");
        await page.Page.GetByText("All windows as a table").ClickAsync();
        Assert.True(await page.FitsWidth(), "the recording's half");
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Text_has_the_contrast_that_WCAG_AA_wants(ColorScheme scheme)
    {
        await using var server = await TestServer.Start();
        foreach (var path in Paths)
        {
            await using var page = await chromium.Open(server, options: new BrowserNewContextOptions { ColorScheme = scheme }, path: path);
            if (path == "/")
                await page.StartListening();
            Assert.Empty(await page.Page.EvaluateAsync<string[]>(Contrast));
        }
    }

    [Fact]
    public async Task Dark_and_light_are_different_and_the_page_follows_while_it_is_open()
    {
        await using var server = await TestServer.Start();
        await using var page = await chromium.Open(server, options: new BrowserNewContextOptions { ColorScheme = ColorScheme.Light });
        var light = await Ground(page);
        await page.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        Assert.NotEqual(light, await Ground(page));
    }

    [Fact]
    public async Task Less_motion_moves_no_bar()
    {
        await using var server = await TestServer.Start();
        await using var page = await chromium.Open(server, options: new BrowserNewContextOptions { ReducedMotion = ReducedMotion.Reduce });
        await page.StartListening();
        Assert.Equal("0s", await page.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.bars .fill')).transitionDuration"));
        Assert.Equal(0, await page.Page.EvaluateAsync<int>("document.getAnimations().length"));
    }

    [Fact]
    public async Task Every_control_is_reached_by_Tab_and_shows_it()
    {
        await using var server = await TestServer.Start();
        await using var page = await chromium.Open(server);
        await Expect(page.Button("Start microphone")).ToBeEnabledAsync();
        var reached = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            reached.Add(await page.Page.EvaluateAsync<string>("(document.activeElement.textContent.trim() || document.activeElement.name || '').slice(0, 20)"));
            Assert.True(await page.Page.EvaluateAsync<bool>("parseFloat(getComputedStyle(document.activeElement).outlineWidth) >= 2"), $"no outline at {reached[^1]}");
        }

        Assert.Equal(["EmotionGpu", "Runs", "Microphone", "Start microphone", "gain", "window", "hop", "silence"], reached.Take(8));
    }

    [Fact]
    public async Task Arrow_keys_change_the_tab()
    {
        await using var server = await TestServer.Start();
        await using var page = await chromium.Open(server);
        await page.Page.Locator("#tab-live").FocusAsync();
        await page.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.File).ToBeVisibleAsync();
        await Expect(page.Live).ToBeHiddenAsync();
        await page.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.Live).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Every_control_and_picture_has_a_name()
    {
        await using var server = await TestServer.Start();
        await using var page = await chromium.Open(server);
        await page.Page.Locator("#tab-file").ClickAsync();
        Assert.Empty(await page.Page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll('button, a, input, select, canvas, [role=tabpanel], section, form')]
              .filter(e => !(e.ariaLabel || e.textContent.trim() || e.labels?.length || e.getAttribute('aria-labelledby')))
              .map(e => e.outerHTML.slice(0, 80))
            """));
    }

    [Fact]
    public async Task Model_is_described_with_its_limits()
    {
        await using var server = await TestServer.Start();
        await using var page = await chromium.Open(server);
        await Expect(page.Page.Locator("#model")).ToContainTextAsync("acted speech");
        await Expect(page.Page.Locator("#model")).ToContainTextAsync("No score on unheard speakers");
        await Expect(page.Page.Locator("#model")).ToContainTextAsync("16 bands to 7000 Hz");
    }

    [Fact]
    public async Task Score_on_unheard_actors_is_told()
    {
        await using var server = await TestServer.Start(scores: new ModelScores("luna-jimenez", [1, 2, 3], MacroF1: 0.61, Uar: 0.62, Accuracy: 0.63));
        await using var page = await chromium.Open(server);
        await Expect(page.Page.Locator("#model")).ToContainTextAsync(
            "On 3 actors whom it has never heard (protocol luna-jimenez): macro-F1 0.610, UAR 0.620, accuracy 0.630.");
    }

    [Fact]
    public async Task Model_of_synthesised_speech_says_so_first()
    {
        await using var server = await TestServer.Start(metadata: SmallModel.Metadata with { Synthetic = true });
        await using var page = await chromium.Open(server);
        await Expect(page.Notice("synthetic")).ToContainTextAsync("say nothing about real voices");
    }

    private static Task<string> Ground(PageUnderTest page) => page.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");

    /// <summary>Texts whose contrast with what lies behind them (WCAG 2.2, 1.4.3) is too low; controls that are disabled are exempt.</summary>
    private const string Contrast =
        """
        (() => {
          const channels = colour => colour.match(/[\d.]+/g).map(Number);
          const luminance = colour => {
            const [r, g, b] = channels(colour).slice(0, 3).map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const behind = element => {
            for (let e = element; e; e = e.parentElement) {
              const colour = getComputedStyle(e).backgroundColor;
              if ((channels(colour)[3] ?? 1) === 1) return colour;
            }
            return 'rgb(255, 255, 255)';
          };
          const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const poor = [];
          while (words.nextNode()) {
            const element = words.currentNode.parentElement;
            if (!words.currentNode.data.trim() || !element.checkVisibility() || element.matches('.face, :disabled, option')) continue;
            const style = getComputedStyle(element);
            const [a, b] = [luminance(style.color), luminance(behind(element))];
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            const size = parseFloat(style.fontSize);
            if (ratio < (size >= 24 ? 3 : 4.5)) poor.push(`${ratio.toFixed(2)}: ${words.currentNode.data.trim()}`);
          }
          return poor;
        })()
        """;
}
