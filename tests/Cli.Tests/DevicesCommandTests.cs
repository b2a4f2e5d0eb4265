namespace EmotionGpu.Cli.Tests;

public sealed class DevicesCommandTests
{
    [Fact]
    public void Every_backend_is_listed_and_the_processor_is_always_there()
    {
        using var folder = new TemporaryFolder();
        var json = folder.Emotion("devices", "--json").Expect(0).Json;
        var backends = json.GetProperty("backends").EnumerateArray().ToArray();
        foreach (var kind in new[] { "cuda", "opencl", "cpu", "emulator" })
            Assert.Contains(backends, backend => backend.Text("backend") == kind);
        foreach (var backend in backends)
        {
            Assert.Equal(["backend", "device", "available", "reason", "memoryBytes"], backend.Names());
            // What is missing says why and how to get it.
            Assert.True(backend.GetProperty("available").GetBoolean() || backend.Text("reason") is { Length: > 0 });
        }

        Assert.True(backends.Single(backend => backend.Text("backend") == "cpu").GetProperty("available").GetBoolean());
        Assert.Contains(json.Text("selected"), new[] { "cuda", "opencl", "cpu" });
        var torch = json.GetProperty("torch");
        Assert.Equal(["backend", "device", "version", "reason"], torch.Names());
        Assert.True(torch.Text("reason") is null == torch.Text("version") is { Length: > 0 });
    }

    [Fact]
    public void People_see_what_will_be_used()
    {
        using var folder = new TemporaryFolder();
        var run = folder.Emotion("devices").Expect(0);
        Assert.Contains("cpu", run.Output, StringComparison.Ordinal);
        Assert.Contains("torch", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }
}
