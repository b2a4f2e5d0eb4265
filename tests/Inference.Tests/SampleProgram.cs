using System.Diagnostics;

namespace EmotionGpu.Inference.Tests;

/// <summary>A program of <c>samples/</c>, run where it was built.</summary>
internal static class SampleProgram
{
    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> Run(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Folder(name), name + ".dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>Built for the same configuration and framework as the tests: .../tests/Inference.Tests/bin/CONFIGURATION/FRAMEWORK.</summary>
    public static string Folder(string name)
    {
        var tests = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var repository = tests.Parent!.Parent!.Parent!.Parent!.Parent!;
        return Path.Combine(repository.FullName, "samples", name, "bin", tests.Parent.Name, tests.Name);
    }
}
