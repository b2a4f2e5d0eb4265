using System.Globalization;
using System.Text;
using System.Text.Json;
using EmotionGpu.Inference.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EmotionGpu.Serving.Browser.Tests;

/// <summary>The microphone's half of the page, with a microphone that plays a sound that never changes.</summary>
public sealed class LivePageTests(Chromium chromium)
{
    [Fact]
    public async Task Label_and_bars_of_the_microphone_are_those_of_the_model()
    {
        await using var server = await TestServer.Start();
        await using var page = await chromium.Open(server);
        await page.StartListening();

        // The first windows are shorter than the others, and three are averaged.
        await page.Page.WaitForTimeoutAsync(3000);
        var expected = server.Model.Predict(chromium.Clip);
        Assert.Equal(expected.Label, await page.Live.Locator(".label").TextContentAsync());
        var bars = await PageUnderTest.Bars(page.Live);
        Assert.Equal(bars.Select(bar => bar.Probability).OrderDescending(), bars.Select(bar => bar.Probability));
        foreach (var (name, probability) in SmallModel.Metadata.Classes.Zip(expected.Probabilities))
            Assert.Equal(probability, bars.Single(bar => bar.Label == name).Probability, 0.05);
    }

    [Fact]
    public async Task Labels_have_their_emoji()
    {
        await using var server = await TestServer.Start();
        await using var page = await chromium.Open(server);
        await page.StartListening();
        var faces = await page.Live.Locator("ol.bars li").EvaluateAllAsync<string[]>("items => items.map(i => i.querySelector('.name').textContent + i.querySelector('.face').textContent)");
        Assert.Equal(["negative🙁", "neutral😐", "positive🙂"], faces.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Waveform_log_mel_and_trend_are_drawn_and_move()
    {
        await using var server = await TestServer.Start();
        await using var page = await chromium.Open(server);
        await page.StartListening();
        // Chromium would have a canvas that is read so often kept in memory; only tests read it.
        page.Expected = ["Multiple readback operations"];
        await page.Page.WaitForTimeoutAsync(1500);
        string[] canvases = ["#waveform", "#spectrogram", "#trend canvas"];
        foreach (var canvas in canvases)
        {
            var before = await Pixels(page, canvas);
            await page.Page.WaitForTimeoutAsync(700);
            var after = await Pixels(page, canvas);
            Assert.True(before.Distinct().Count() > 2, $"{canvas} is empty");
            Assert.NotEqual(before, after);
        }
    }

    [Fact]
    public async Task Pause_holds_what_was_heard_and_resume_goes_on_where_it_was()
    {
        await using var server = await TestServer.Start();
        await using var page = await chromium.Open(server);
        await page.StartListening();
        await page.Button("Pause").ClickAsync();
        var paused = await Heard(page);
        await page.Page.WaitForTimeoutAsync(1200);
        Assert.Equal(paused, await Heard(page));

        await page.Button("Resume").ClickAsync();
        await page.Page.WaitForTimeoutAsync(1200);
        Assert.InRange(await Heard(page), paused + 0.5, paused + 3);
    }

    [Fact]
    public async Task What_was_heard_is_saved_with_its_labels()
    {
        await using var server = await TestServer.Start();
        await using var page = await chromium.Open(server);
        await page.StartListening();
        await page.Page.WaitForTimeoutAsync(2500);
        await page.Button("Pause").ClickAsync();

        using var folder = new TemporaryFolder();
        var wav = folder["heard.wav"];
        System.IO.File.WriteAllBytes(wav, await page.Saved(page.Button("Save sound")));
        var sound = Features.Audio.WavReader.Read(wav);
        Assert.InRange(sound.Length / (double)sound.SampleRate, 2, 20);
        // What was saved is what was played: the model says the same of it.
        Assert.Equal(server.Model.Predict(chromium.Clip).Label, server.Model.Predict(wav).Label);

        var csv = Encoding.UTF8.GetString(await page.Saved(page.Live.Locator("[data-save=csv]"))).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("start,end,label,entropy,negative,neutral,positive", csv[0]);
        Assert.True(csv.Length > 3);
        Assert.Equal(7, csv[^1].Split(',').Length);

        using var json = JsonDocument.Parse(await page.Saved(page.Live.Locator("[data-save=json]")));
        Assert.Equal(csv.Length - 1, json.RootElement.GetProperty("windows").GetArrayLength());
        Assert.Equal(sound.SampleRate, json.RootElement.GetProperty("sampleRate").GetInt32());

        var track = Encoding.UTF8.GetString(await page.Saved(page.Live.Locator("[data-save=audacity]"))).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var last = track[^1].Split('\t');
        Assert.Equal(3, last.Length);
        Assert.InRange(double.Parse(last[1], CultureInfo.InvariantCulture), 1, 20);
    }

    [Fact]
    public async Task Gain_amplifies_what_is_heard_and_silence_is_no_emotion()
    {
        await using var server = await TestServer.Start();
        await using var page = await chromium.Open(server);
        await page.StartListening();
        await SetSlider(page, "Input gain", -20);
        await SetSlider(page, "Silence below", -10);
        await Expect(page.Live.Locator(".label")).ToHaveTextAsync("silence");
        await Expect(page.Live.Locator("ol.bars .number").First).ToHaveTextAsync("–");
    }

    [Fact]
    public async Task Space_pauses_and_resumes()
    {
        await using var server = await TestServer.Start();
        await using var page = await chromium.Open(server);
        await page.StartListening();
        await page.Page.Locator("h2").First.ClickAsync();
        await page.Page.Keyboard.PressAsync("Space");
        await Expect(page.Button("Resume")).ToBeVisibleAsync();
        await page.Page.Keyboard.PressAsync("Space");
        await Expect(page.Button("Pause")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(FakeMicrophone.Refused, "refused the microphone")]
    [InlineData(FakeMicrophone.Missing, "No microphone was found")]
    public async Task No_microphone_is_said_with_what_to_do(FakeMicrophone microphone, string words)
    {
        await using var server = await TestServer.Start();
        await using var page = await chromium.Open(server, microphone);
        await page.Button("Start microphone").ClickAsync();
        await Expect(page.Notice("microphone")).ToContainTextAsync(words);
        await Expect(page.Button("Start microphone")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Page_from_elsewhere_without_https_says_why_it_cannot_listen()
    {
        await using var server = await TestServer.Start(new ServerOptions { AllowedOrigins = ["http://voice.test"] });
        var tab = await chromium.NewPage(FakeMicrophone.Steady);
        var address = $"http://voice.test:{new Uri(server.Address).Port}";
        // That such a page is not isolated, Chromium says in its console.
        await using var page = new PageUnderTest(tab, address) { Expected = ["Cross-Origin-Opener-Policy"] };
        await tab.GotoAsync(address);
        await page.Button("Start microphone").ClickAsync();
        await Expect(page.Notice("microphone")).ToContainTextAsync("localhost or over https");
    }

    private static async Task<double> Heard(PageUnderTest page)
    {
        var clock = await page.Live.Locator("[data-show=heard]").TextContentAsync();
        return TimeSpan.ParseExact(clock!, @"m\:ss\.f", CultureInfo.InvariantCulture).TotalSeconds;
    }

    private static async Task SetSlider(PageUnderTest page, string label, double value) => await page.Page.GetByLabel(label).EvaluateAsync(
        "(slider, value) => { slider.value = value; slider.dispatchEvent(new Event('input', { bubbles: true })); slider.dispatchEvent(new Event('change', { bubbles: true })); }", value);

    private static async Task<string[]> Pixels(PageUnderTest page, string canvas) => await page.Page.Locator(canvas).EvaluateAsync<string[]>(
        """
        canvas => {
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          const pixels = [];
          for (let i = 0; i < data.length; i += 4 * 53) pixels.push(data.slice(i, i + 4).join());
          return pixels;
        }
        """);
}
