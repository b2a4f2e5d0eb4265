using System.Diagnostics;
using System.Text.Json;

namespace EmotionGpu.Cli.Tests;

/// <summary>What a run of the program left: exit code and both outputs.</summary>
internal sealed record EmotionProcess(int ExitCode, string Output, string Error)
{
    /// <summary>Standard output as the one JSON document that it must be.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>Lines of standard error.</summary>
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs the program in a folder, as a user would.</summary>
    public static EmotionProcess RunIn(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["EMOTION_DEBUG"] = "" },
        };
        start.ArgumentList.Add(Path.Combine(Repository.ProgramFolder, "emotion.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new EmotionProcess(process.ExitCode, output, error.Result);
    }

    /// <summary>Fails, showing both outputs, unless the program returned this code.</summary>
    public EmotionProcess Expect(int code)
    {
        Assert.True(ExitCode == code, $"exit code {ExitCode}, wanted {code}\n{Error}\n{Output}");
        return this;
    }

    /// <summary>Fails unless standard error is one line that starts with the program's name, names what is wanted and has no stack trace.</summary>
    public EmotionProcess ExpectOneErrorLine(params string[] parts)
    {
        var line = Assert.Single(ErrorLines);
        Assert.StartsWith("emotion", line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
        foreach (var part in parts)
            Assert.Contains(part, line, StringComparison.Ordinal);
        return this;
    }
}
