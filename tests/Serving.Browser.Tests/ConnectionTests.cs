using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EmotionGpu.Serving.Browser.Tests;

/// <summary>What the page does when the server is not there, or does not want it.</summary>
public sealed class ConnectionTests(Chromium chromium)
{
    [Fact]
    public async Task Server_that_comes_back_is_heard_again_without_a_click()
    {
        await using var server = await TestServer.Start();
        await using var page = await chromium.Open(server);
        page.Expected = ["ERR_CONNECTION_REFUSED"];
        await page.StartListening();

        await server.Stop();
        await Expect(page.Notice("connection")).ToContainTextAsync("The connection to the model was lost");
        await Expect(page.Live.Locator("[data-show=connection]")).ToContainTextAsync("again in");

        await server.StartAgain();
        await Expect(page.Live.Locator("[data-show=connection]")).ToHaveTextAsync("connected");
        await Expect(page.Notice("connection")).ToHaveCountAsync(0);
        var before = await page.Live.Locator(".detail").TextContentAsync();
        await Expect(page.Live.Locator(".detail")).Not.ToHaveTextAsync(before!);
    }

    [Fact]
    public async Task Missing_model_is_said_and_nothing_can_be_started()
    {
        await using var server = await TestServer.StartWithoutModel();
        await using var page = await chromium.Open(server);
        page.Expected = ["status of 503"];
        await Expect(page.Notice("model")).ToContainTextAsync("--model model.zip");
        await Expect(page.Button("Start microphone")).ToBeDisabledAsync();
    }

    [Fact]
    public async Task Full_server_is_told_in_its_words()
    {
        await using var server = await TestServer.Start(new ServerOptions { Limits = new ServerLimits { MaxStreams = 1 } });
        await using var first = await chromium.Open(server);
        await first.StartListening();
        await using var second = await chromium.Open(server);
        await second.Button("Start microphone").ClickAsync();
        await Expect(second.Notice("connection")).ToContainTextAsync("1 streams are open");
    }

    [Fact]
    public async Task Token_in_the_address_opens_the_server_and_leaves_the_address_bar()
    {
        await using var server = await TestServer.Start(new ServerOptions { Token = "a-token-for-tests" });
        await using var page = await chromium.Open(server, path: "/#token=a-token-for-tests");
        Assert.Equal(server.Address + "/", page.Page.Url);
        await page.StartListening();

        await page.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Runs" }).ClickAsync();
        await Expect(page.Page.Locator("#none")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Missing_token_is_said()
    {
        await using var server = await TestServer.Start(new ServerOptions { Token = "a-token-for-tests" });
        await using var page = await chromium.Open(server);
        page.Expected = ["status of 401"];
        await Expect(page.Notice("model")).ToContainTextAsync("#token=");
    }
}
