using System.Diagnostics;
using System.Text.Json;
using EmotionGpu.Inference.Tests;

namespace EmotionGpu.Serving.Tests;

/// <summary>The sample program, which has nothing but .NET.</summary>
public sealed class StreamClientTests
{
    [Fact]
    public async Task A_client_in_thirty_lines_prints_a_line_each_hop()
    {
        await using var server = await TestServer.Start(new ServerOptions { Token = "correct-horse-battery" });
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder["clip.wav"], Sounds.Wav(16_000, Sounds.Voice(16_000, 1.7)), TestServer.Cancelled);
        var start = new ProcessStartInfo("dotnet",
            [ProgramPath(), $"ws://{server.Address.Authority}/api/stream", folder["clip.wav"], "correct-horse-battery"])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestServer.Cancelled);
        await process.WaitForExitAsync(TestServer.Cancelled);
        Assert.Equal(0, process.ExitCode);
        var ends = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("end").GetDouble());
        Assert.Equal([0.5, 1, 1.5], ends);
    }

    [Fact]
    public void The_reference_shows_the_program_as_it_is()
    {
        var root = Repository();
        var program = File.ReadAllText(Path.Combine(root, "samples", "StreamClient", "Program.cs"));
        Assert.InRange(program.TrimEnd().Split('\n').Length, 1, 30);
        Assert.Contains(program, File.ReadAllText(Path.Combine(root, "docs", "api.md")), StringComparison.Ordinal);
    }

    /// <summary>Built for the same configuration and framework as the tests: .../tests/Serving.Tests/bin/CONFIGURATION/FRAMEWORK.</summary>
    private static string ProgramPath()
    {
        var tests = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Path.Combine(Repository(), "samples", "StreamClient", "bin", tests.Parent!.Name, tests.Name, "StreamClient.dll");
    }

    private static string Repository() => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
}
