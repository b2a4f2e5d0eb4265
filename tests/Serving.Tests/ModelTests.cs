using System.Text.Json;
using EmotionGpu.Inference;
using EmotionGpu.Inference.Tests;
using EmotionGpu.Training.Export;

namespace EmotionGpu.Serving.Tests;

public sealed class ModelTests
{
    [Fact]
    public async Task The_model_is_described()
    {
        await using var server = await TestServer.Start(scores: new ModelScores("seed", [12, 18], 0.5, 0.6, 0.7));
        var model = await server.Get("/api/model");
        Assert.Equal(("small", "sentiment"), (model.GetProperty("name").GetString(), model.GetProperty("mode").GetString()));
        Assert.Equal(SmallModel.Metadata.Classes, model.GetProperty("classes").Deserialize<string[]>());
        Assert.Equal((16_000, 0.5), (model.GetProperty("sampleRate").GetInt32(), model.GetProperty("windowSeconds").GetDouble()));
        var logMel = model.GetProperty("logMel");
        Assert.Equal((1024, 512, 16, 7000), (logMel.GetProperty("nFft").GetInt32(), logMel.GetProperty("hopLength").GetInt32(),
            logMel.GetProperty("nMels").GetInt32(), logMel.GetProperty("maxFrequency").GetDouble()));
        Assert.Equal((0.5, 3, -50), (model.GetProperty("hopSeconds").GetDouble(), model.GetProperty("smoothing").GetInt32(), model.GetProperty("silenceDecibel").GetDouble()));
        var scores = model.GetProperty("scores");
        Assert.Equal(("seed", 0.6), (scores.GetProperty("protocol").GetString(), scores.GetProperty("uar").GetDouble()));
        Assert.Equal([12, 18], scores.GetProperty("testActors").Deserialize<int[]>()!);
        Assert.Equal(JsonValueKind.Null, model.GetProperty("card").ValueKind);
        Assert.Equal(64 << 20, model.GetProperty("limits").GetProperty("maxBodyBytes").GetInt32());
    }

    [Fact]
    public async Task The_card_in_the_models_file_is_shown()
    {
        using var folder = new TemporaryFolder();
        SmallModel.Save(folder["model.zip"]);
        var score = new ModelCardScore(0.6, 0.5, 0.7);
        ModelCards.Write(folder["model.zip"], new ModelCard("robust", "ravdess", 10, 2, new("loso", 3, 10, 2, 0.125, score, score, score), [new("Not for", "decisions")]));
        using var served = ServedModel.Load(folder["model.zip"]);
        await using var server = await EmotionServer.Start(new ServerOptions { Port = 0 }, served, null);
        using var client = new HttpClient();
        using var model = JsonDocument.Parse(await client.GetStringAsync($"{server.Address}/api/model", TestContext.Current.CancellationToken));
        var card = model.RootElement.GetProperty("card");
        Assert.Equal(0.6, card.GetProperty("scores").GetProperty("uar").GetProperty("estimate").GetDouble());
        Assert.Equal("decisions", card.GetProperty("points")[0].GetProperty("text").GetString());
    }

    [Fact]
    public void Scores_come_from_the_run_beside_the_model()
    {
        using var folder = new TemporaryFolder();
        SmallModel.Save(folder["model.zip"]);
        Assert.Null(Scores());
        File.WriteAllText(folder["run.json"], """{"protocol": "seed", "actors": {"test": [3, 4]}, "test": {"macroF1": 0.1, "uar": 0.2, "accuracy": 0.3}}""");
        var scores = Scores()!;
        Assert.Equal(("seed", 0.1, 0.2, 0.3), (scores.Protocol, scores.MacroF1, scores.Uar, scores.Accuracy));
        Assert.Equal([3, 4], scores.TestActors);
        foreach (var other in new[] { """{"protocol": "seed", "actors": {"test": []}, "test": null}""", "{", "[]", "{}" })
        {
            File.WriteAllText(folder["run.json"], other);
            Assert.Null(Scores());
        }

        ModelScores? Scores()
        {
            using var served = ServedModel.Load(folder["model.zip"]);
            return served.Scores;
        }
    }

    [Fact]
    public async Task Without_a_model_the_rest_is_there_and_says_so()
    {
        await using var server = await TestServer.Start(withModel: false);
        Assert.Equal("ok", await server.Client.GetStringAsync("/healthz", TestServer.Cancelled));
        Assert.Equal(0, (await server.Get("/api/runs")).GetArrayLength());
        var (status, json) = await server.Send(new HttpRequestMessage(HttpMethod.Get, "/api/model"));
        Assert.Equal((503, "no model: start the server with --model model.zip"), (status, json.GetProperty("error").GetString()));
        Assert.Equal(503, (await server.Post("/api/predict", [1, 2, 3])).Status);
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        Assert.Contains("a token is wanted", Refused(new ServerOptions { Host = "0.0.0.0" }), StringComparison.Ordinal);
        Assert.Contains("the token", Refused(new ServerOptions { Token = "short" }), StringComparison.Ordinal);
        Assert.Contains("the token", Refused(new ServerOptions { Token = "with a space" }), StringComparison.Ordinal);
        Assert.Contains("port 70000", Refused(new ServerOptions { Port = 70_000 }), StringComparison.Ordinal);
        Assert.Contains("host 'no such name.'", Refused(new ServerOptions { Host = "no such name.", Token = "long-enough" }), StringComparison.Ordinal);
        Assert.Contains("origin 'example.org'", Refused(new ServerOptions { AllowedOrigins = ["example.org"] }), StringComparison.Ordinal);
        Assert.Contains("origin 'https://example.org/'", Refused(new ServerOptions { AllowedOrigins = ["https://example.org/"] }), StringComparison.Ordinal);
        foreach (var limits in new ServerLimits[]
        {
            new() { MaxBodyBytes = 1 }, new() { MaxSeconds = 0 }, new() { MaxWindows = 0 }, new() { MaxUploads = 0 }, new() { MaxBodySeconds = 0 }, new() { MaxStreams = 0 },
            new() { MaxConnections = 0 }, new() { MaxMessageBytes = 1 }, new() { MinBodyBytesPerSecond = 0 }, new() { IdleSeconds = double.NaN },
        })
        {
            Assert.NotEmpty(Refused(new ServerOptions { Limits = limits }));
        }

        static string Refused(ServerOptions options) => Assert.Throws<ArgumentException>(options.Validate).Message;
    }
}
