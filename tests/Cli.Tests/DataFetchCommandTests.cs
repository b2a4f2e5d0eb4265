using System.Diagnostics;
using EmotionGpu.Training.Tests.Corpora.Fetching;

namespace EmotionGpu.Cli.Tests;

/// <summary>The program against a server on the loopback: the real archive is never asked for, so none of these calls can end well.</summary>
public sealed class DataFetchCommandTests : IDisposable
{
    private const long ArchiveBytes = 208_468_073;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_licence_is_shown_and_nothing_is_asked_for_before_it_is_accepted()
    {
        using var server = new ArchiveServer((_, exchange) => exchange.Status(404));
        var run = _folder.Emotion("data", "fetch", "ravdess", "--url", $"{server.Url}").Expect(2);
        Assert.Contains("CC BY-NC-SA 4.0", run.Output, StringComparison.Ordinal);
        Assert.Contains("no commercial use", run.Output, StringComparison.Ordinal);
        run.ExpectOneErrorLine("--accept-license is wanted");
        Assert.Empty(server.Requests);
        Assert.False(Directory.Exists(_folder["data"]));
    }

    [Theory, InlineData("no", "the licence was not accepted", 0), InlineData("yes", "404 Not Found", 1)]
    public async Task At_a_terminal_the_licence_is_asked_for(string typed, string error, int asked)
    {
        const string Terminal = "/usr/bin/script"; // Gives a program a terminal.
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(Terminal), "there is no script(1) here");
        using var server = new ArchiveServer((_, exchange) => exchange.Status(404));
        var command = $"dotnet '{Path.Combine(Repository.ProgramFolder, "emotion.dll")}' data fetch ravdess --url {server.Url}";
        using var process = Process.Start(new ProcessStartInfo(Terminal, ["--quiet", "--return", "--command", command, "/dev/null"])
        {
            WorkingDirectory = _folder["."],
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        process.StandardInput.WriteLine(typed);
        process.StandardInput.Flush();
        var reading = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var hasEnded = process.WaitForExit(TimeSpan.FromSeconds(60));
        process.Kill(entireProcessTree: true);
        var output = await reading;
        Assert.True(hasEnded, output);
        Assert.Equal(1, process.ExitCode);
        Assert.Contains("Do you accept the licence?", output, StringComparison.Ordinal);
        Assert.Contains(error, output, StringComparison.Ordinal);
        Assert.Equal(asked, server.Requests.Length);
    }

    [Fact]
    public void A_mirror_with_another_file_fails_with_one_line_and_leaves_no_folder()
    {
        using var server = new ArchiveServer((_, exchange) => exchange.File(new byte[1000]));
        var run = _folder.Emotion("data", "fetch", "ravdess", "--accept-license", "--url", $"{server.Url}", "--json").Expect(1);
        Assert.Contains($"has 1000 bytes, the archive {ArchiveBytes}", run.Json.Text("error"), StringComparison.Ordinal);
        run.ExpectLastErrorLine("emotion data fetch", "has 1000 bytes");
        Assert.False(Directory.Exists(_folder["data/RAVDESS"]));
    }

    [Fact]
    public void A_server_in_trouble_is_told_of_and_given_up()
    {
        using var server = new ArchiveServer((_, exchange) => exchange.Status(503));
        var run = _folder.Emotion("data", "fetch", "ravdess", "--accept-license", "--url", $"{server.Url}", "--retries", "1", "--out", "new").Expect(1);
        Assert.Contains("503 Service Unavailable; tried again in 1 s", run.Output, StringComparison.Ordinal);
        run.ExpectOneErrorLine("2 tries brought 0 of 208468073 bytes");
        Assert.Equal(2, server.Requests.Length);
    }

    [Fact]
    public void A_download_that_is_killed_is_gone_on_with()
    {
        const int Sent = 3_000_000;
        using var killed = new ManualResetEventSlim();
        using var server = new ArchiveServer((number, exchange) =>
        {
            if (number > 1)
            {
                exchange.Status(404);
                return;
            }

            exchange.With("ETag", "\"1\"").Body(new byte[Sent], ArchiveBytes, Sent);
            killed.Wait(TimeSpan.FromSeconds(60));
        });
        var part = _folder["data/RAVDESS.fetch/archive.zip.part"];
        using (var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(Repository.ProgramFolder, "emotion.dll"), "data", "fetch", "ravdess", "--accept-license", "--url", $"{server.Url}"])
        {
            WorkingDirectory = _folder["."],
            RedirectStandardOutput = true,
        })!)
        {
            Assert.True(SpinWait.SpinUntil(() => File.Exists(part) && new FileInfo(part).Length == Sent, TimeSpan.FromSeconds(60)), "nothing came");
            process.Kill();
            process.WaitForExit();
            killed.Set();
        }

        Assert.False(Directory.Exists(_folder["data/RAVDESS"]));
        _folder.Emotion("data", "fetch", "ravdess", "--accept-license", "--url", $"{server.Url}").Expect(1).ExpectOneErrorLine("404");
        Assert.Equal(new AskedFor(Sent, "\"1\""), server.Requests[1]);
    }

    [Fact]
    public void A_folder_that_holds_something_is_left_alone()
    {
        using var server = new ArchiveServer((_, exchange) => exchange.Status(404));
        Recordings.WriteCorpus(_folder["data/RAVDESS"], 1);
        _folder.Emotion("data", "fetch", "ravdess", "--accept-license", "--url", $"{server.Url}").Expect(1).ExpectOneErrorLine("data/RAVDESS holds something already");
        Assert.Empty(server.Requests);
    }
}
