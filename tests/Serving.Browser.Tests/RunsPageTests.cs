using System.Text.Json;
using EmotionGpu.Inference.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EmotionGpu.Serving.Browser.Tests;

/// <summary>The page of runs.</summary>
public sealed class RunsPageTests(Chromium chromium) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Runs_are_listed_the_newest_first_and_sorted_by_a_click()
    {
        Write("first", macroF1: 0.5, started: "2026-11-01T10:00:00Z");
        Write("second", macroF1: 0.7, started: "2026-11-02T10:00:00Z");
        Write("third", macroF1: 0.6, started: "2026-11-03T10:00:00Z");
        await using var server = await TestServer.Start(new ServerOptions { RunsFolder = _folder["runs"] });
        await using var page = await chromium.Open(server, path: "/runs");
        await Expect(page.Page.Locator("tbody th")).ToHaveTextAsync(["third", "second", "first"]);

        await page.Button("Macro-F1").ClickAsync();
        await Expect(page.Page.Locator("tbody th")).ToHaveTextAsync(["second", "third", "first"]);
        await Expect(page.Page.Locator("th[aria-sort=descending]")).ToHaveTextAsync("Macro-F1");
        await page.Button("Macro-F1").ClickAsync();
        await Expect(page.Page.Locator("tbody th")).ToHaveTextAsync(["first", "third", "second"]);
        await Expect(page.Page.Locator("tbody tr").First).ToContainTextAsync("0.500");
    }

    [Fact]
    public async Task Report_is_a_click_away_also_where_a_token_is_wanted()
    {
        Write("good", macroF1: 0.6, started: "2026-11-01T10:00:00Z");
        System.IO.File.WriteAllText(Path.Combine(_folder["runs"], "good", "report.html"), "<!doctype html><title>a</title><h1>The report</h1>");
        await using var server = await TestServer.Start(new ServerOptions { RunsFolder = _folder["runs"], Token = "a-token-for-tests" });
        await using var page = await chromium.Open(server, path: "/runs#token=a-token-for-tests");
        await page.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "good" }).ClickAsync();
        await Expect(page.Page.GetByText("The report")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Damaged_record_is_listed_with_what_is_wrong()
    {
        Directory.CreateDirectory(Path.Combine(_folder["runs"], "damaged"));
        System.IO.File.WriteAllText(Path.Combine(_folder["runs"], "damaged", "run.json"), "{");
        await using var server = await TestServer.Start(new ServerOptions { RunsFolder = _folder["runs"] });
        await using var page = await chromium.Open(server, path: "/runs");
        await Expect(page.Page.Locator("tbody tr")).ToContainTextAsync(["run.json is damaged"]);
    }

    [Fact]
    public async Task No_runs_say_how_to_get_some()
    {
        await using var server = await TestServer.Start();
        await using var page = await chromium.Open(server, path: "/runs");
        await Expect(page.Page.Locator("#none")).ToContainTextAsync("emotion train");
        await Expect(page.Page.Locator("table")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Table_scrolls_inside_itself_on_a_phone()
    {
        Write("2026-11-01T10-00-00-emotion", macroF1: 0.5, started: "2026-11-01T10:00:00Z");
        await using var server = await TestServer.Start(new ServerOptions { RunsFolder = _folder["runs"] });
        var options = new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 360, Height = 740 } };
        await using var page = await chromium.Open(server, options: options, path: "/runs");
        await Expect(page.Page.Locator("tbody tr")).ToHaveCountAsync(1);
        Assert.True(await page.FitsWidth());
    }

    [Fact]
    public async Task Server_that_is_away_can_be_asked_again()
    {
        await using var server = await TestServer.Start();
        var tab = await chromium.NewPage(FakeMicrophone.Steady);
        await using var page = new PageUnderTest(tab, server.Address) { Expected = ["ERR_FAILED"] };
        await tab.RouteAsync("**/api/runs", route => route.AbortAsync());
        await tab.GotoAsync(server.Address + "/runs");
        await Expect(page.Notice("runs")).ToContainTextAsync("The server does not answer.");
        await tab.UnrouteAsync("**/api/runs");
        await page.Button("Try again").ClickAsync();
        await Expect(page.Page.Locator("#none")).ToBeVisibleAsync();
    }

    public void Dispose() => _folder.Dispose();

    private void Write(string name, double macroF1, string started)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder["runs"], name)).FullName;
        var scores = new { macroF1, uar = macroF1, accuracy = macroF1 };
        System.IO.File.WriteAllText(Path.Combine(folder, "run.json"), JsonSerializer.Serialize(new
        {
            mode = "emotion",
            protocol = "seed",
            recipe = "robust",
            options = new { recipe = new { architecture = "resnet18" } },
            environment = new { started },
            epochs = new[] { new { epoch = 1 } },
            test = scores,
            best = scores,
        }));
    }
}
