namespace EmotionGpu.Cli.Tests;

/// <summary><c>emotion serve</c> as a process; what it answers is tested where it is made.</summary>
public sealed class ServeCommandTests(TrainedModel model)
{
    [Fact]
    public void It_says_where_it_answers_and_ends_in_order_when_asked()
    {
        using var folder = new TemporaryFolder();
        var run = EmotionProcess.RunUntil("Ctrl-C", folder.Path, "serve", "--runs", ".", "--port", "0").Expect(0);
        Assert.Matches(@"^(no model|model \w+ \(emotion\)): http://127\.0\.0\.1:\d+\nCtrl-C ends it\n$", run.Output);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void Beyond_the_loopback_a_token_is_made_and_stands_in_the_link()
    {
        using var folder = new TemporaryFolder();
        var run = EmotionProcess.RunUntil("Ctrl-C", folder.Path, "serve", "--runs", ".", "--port", "0", "--host", "0.0.0.0").Expect(0);
        Assert.Matches(@"^(no model|model \w+ \(emotion\)): http://\S+:\d+/#token=[0-9a-f]{32}\n", run.Output);
    }

    [Fact]
    public void The_document_comes_while_it_runs()
    {
        model.Run.Expect(3);
        var run = EmotionProcess.RunUntil("}", model["."], "serve", "--model", "run/model.zip", "--port", "0", "--json", "--token", "correct-horse").Expect(0);
        Assert.Equal(["address", "token", "model", "runs"], run.Json.Names());
        Assert.Equal(("correct-horse", "run"), (run.Json.Text("token"), run.Json.Text("model")));
        Assert.Matches(@"^http://127\.0\.0\.1:\d+$", run.Json.Text("address"));
    }

    [Fact]
    public void A_port_that_is_taken_fails()
    {
        using var folder = new TemporaryFolder();
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        folder.Emotion("serve", "--runs", ".", "--port", $"{port}").Expect(1).ExpectOneErrorLine($"127.0.0.1:{port}", "address already in use");
        folder.Emotion("serve", "--runs", ".", "--port", "0", "--host", "192.0.2.1").Expect(1).ExpectOneErrorLine("192.0.2.1", "choose another host or port");
    }

    [Fact]
    public void The_benchmark_tells_of_one_stream_and_of_many()
    {
        model.Run.Expect(3);
        var json = model.Emotion("bench", "serve", "--model", "run/model.zip", "--streams", "3", "--seconds", "2", "--json").Expect(0).Json;
        Assert.Equal(["model", "cores", "seconds", "hopSeconds", "loads"], json.Names());
        var loads = json.GetProperty("loads").EnumerateArray().ToArray();
        Assert.Equal([(1, 4), (3, 12)], loads.Select(load => (load.GetProperty("streams").GetInt32(), load.GetProperty("windows").GetInt32())));
        Assert.All(loads, load =>
        {
            Assert.Equal(load.GetProperty("windows").GetInt32(), load.GetProperty("done").GetInt32() + load.GetProperty("skipped").GetInt32());
            Assert.True(load.GetProperty("medianMilliseconds").GetDouble() <= load.GetProperty("p95Milliseconds").GetDouble());
        });
    }
}
