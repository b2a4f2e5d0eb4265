using System.Text.Json;
using EmotionGpu.Inference.Tests;

namespace EmotionGpu.Serving.Tests;

public sealed class RunTests : IDisposable
{
    private const string Training = """
        {"mode": "emotion", "protocol": "seed", "recipe": "robust", "options": {"recipe": {"architecture": "resnet18"}}, "environment": {"started": "2026-01-02T03:04:05Z"},
         "epochs": [{}, {}], "best": {"macroF1": 0.1, "uar": 0.2, "accuracy": 0.3}, "test": {"macroF1": 0.4, "uar": 0.5, "accuracy": 0.6}}
        """;

    private const string CrossValidation = """
        {"mode": "sentiment", "protocol": "loso", "recipe": "seed", "options": {"recipe": {"architecture": "smallcnn"}}, "environment": {"started": "2026-02-02T03:04:05Z"},
         "runs": [{"epochs": 5}, {"epochs": 7}], "test": {"models": {"pooled": {"macroF1": {"estimate": 0.7}, "uar": {"estimate": 0.8}, "accuracy": {"estimate": 0.9}}}}}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Runs_are_listed_with_their_scores_the_newest_first()
    {
        Write("runs/first/run.json", Training);
        Write("runs/first/report.html", "a report");
        Write("runs/deep/er/second run/run.json", Training.Replace("\"test\": {", "\"tests\": {", StringComparison.Ordinal).Replace("2026-01", "2025-12", StringComparison.Ordinal));
        Write("runs/folds/crossval.json", CrossValidation);
        Write("runs/folds/fold-0/run.json", Training);
        Write("runs/bad/run.json", "{");
        Write("runs/other/run.json", "[1]");
        Write("runs/nothing/readme.txt", "no run");
        await using var server = await Start();
        var runs = (await server.Get("/api/runs")).EnumerateArray().ToArray();
        Assert.Equal(["folds", "first", "deep/er/second run"], runs.Take(3).Select(Name));
        Assert.Equal(["bad", "other"], runs.Skip(3).Select(Name).Order());
        Assert.Equal(["name", "kind", "mode", "protocol", "recipe", "architecture", "created", "scoredOn", "macroF1", "uar", "accuracy", "epochs", "report", "error"],
            runs[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal("""{"name":"folds","kind":"crossval","mode":"sentiment","protocol":"loso","recipe":"seed","architecture":"smallcnn","created":"2026-02-02T03:04:05Z","scoredOn":"test","macroF1":0.7,"uar":0.8,"accuracy":0.9,"epochs":7,"report":null,"error":null}""",
            runs[0].GetRawText());
        Assert.Equal(("test", 0.5, 2, "/runs/first/report.html"), (Text(runs[1], "scoredOn"), runs[1].GetProperty("uar").GetDouble(), runs[1].GetProperty("epochs").GetInt32(), Text(runs[1], "report")));
        Assert.Equal(("validation", 0.2), (Text(runs[2], "scoredOn"), runs[2].GetProperty("uar").GetDouble()));
        Assert.All(runs.Skip(3), run => Assert.Equal("run.json is damaged, or is no record of a run", Text(run, "error")));

        static string Name(JsonElement run) => Text(run, "name")!;
    }

    [Fact]
    public async Task The_records_of_this_repository_are_read()
    {
        await using var server = await TestServer.Start(new ServerOptions { RunsFolder = Path.Combine(Root(), "docs", "results") }, withModel: false);
        var runs = (await server.Get("/api/runs")).EnumerateArray().ToArray();
        Assert.Contains(runs, run => Text(run, "kind") == "crossval" && run.GetProperty("macroF1").ValueKind == JsonValueKind.Number);
        Assert.Contains(runs, run => Text(run, "kind") == "train");
        Assert.All(runs, run => Assert.Null(Text(run, "error")));
        Assert.All(runs, run => Assert.InRange(run.GetProperty("uar").GetDouble(), 0.1, 1));
    }

    [Fact]
    public async Task A_report_is_served_in_a_sandbox_of_its_own()
    {
        Write("runs/deep/a & b/run.json", Training);
        Write("runs/deep/a & b/report.html", "a report");
        await using var server = await Start();
        var address = Text((await server.Get("/api/runs"))[0], "report")!;
        Assert.Equal("/runs/deep/a%20%26%20b/report.html", address);
        using var response = await server.Client.GetAsync(address, TestServer.Cancelled);
        Assert.Equal(("a report", "text/html; charset=utf-8"), (await response.Content.ReadAsStringAsync(TestServer.Cancelled), response.Content.Headers.ContentType!.ToString()));
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("sandbox", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_but_reports_of_runs_below_the_folder_is_served()
    {
        Write("secret/run.json", Training);
        Write("secret/report.html", "secret");
        Write("runs/run/run.json", Training);
        Write("runs/run/model.zip", "secret");
        Write("runs/linked report/run.json", Training);
        File.CreateSymbolicLink(_folder["runs/linked report/report.html"], _folder["secret/report.html"]);
        Directory.CreateSymbolicLink(_folder["runs/linked"], _folder["secret"]);
        await using var server = await Start();
        Assert.Equal(["linked report", "run"], (await server.Get("/api/runs")).EnumerateArray().Select(run => Text(run, "name")).Order());
        foreach (var path in new[]
        {
            "/runs/../secret/report.html", "/runs/%2e%2e/secret/report.html", "/runs/..%2fsecret/report.html", "/runs/run/../../secret/report.html",
            "/runs/run/..%5c..%5csecret/report.html", "/runs/linked/report.html", "/runs/linked%20report/report.html", "/runs/run/model.zip", "/runs/run/run.json",
            "/runs/run/report.html", "/runs/run", "/runs//report.html", "/runs/run%00/report.html", "/../secret/report.html", "/runs/%2fetc/report.html",
        })
        {
            var answer = await server.Raw($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            Assert.True(answer.StartsWith("HTTP/1.1 404 ", StringComparison.Ordinal) || answer.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal), path + ": " + answer);
            Assert.DoesNotContain("secret\n", answer + "\n", StringComparison.Ordinal);
        }
    }

    private Task<TestServer> Start() => TestServer.Start(new ServerOptions { RunsFolder = _folder["runs"] }, withModel: false);

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[path])!);
        File.WriteAllText(_folder[path], text);
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "EmotionGpu.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
