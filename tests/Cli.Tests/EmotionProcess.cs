using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace EmotionGpu.Cli.Tests;

/// <summary>What a run of the program left: exit code and both outputs.</summary>
internal sealed record EmotionProcess(int ExitCode, string Output, string Error)
{
    // Linux's and macOS's number. Not SIGINT, which programs ignore that a shell has started in the background.
    private const int Terminate = 15;

    /// <summary>The exit code of a process that was killed with SIGKILL.</summary>
    public const int Killed = 128 + 9;

    /// <summary>Standard output as the one JSON document that it must be.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>Lines of standard error.</summary>
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs the program in a folder, as a user would.</summary>
    public static EmotionProcess RunIn(string folder, params string[] arguments)
    {
        using var process = Start(folder, arguments);
        var error = process.StandardError.ReadToEndAsync();
        return End(process, process.StandardOutput.ReadToEnd(), error);
    }

    /// <summary>Runs the program with something on its standard input, and a variable of the environment.</summary>
    public static EmotionProcess RunOn(byte[] input, (string Name, string Value) variable, string folder, params string[] arguments)
    {
        using var process = Start(folder, arguments, variable);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        return End(process, output.Result, error);
    }

    /// <summary>Runs the program with a standard input on which nothing comes and that does not end, and asks the program to end when something is so.</summary>
    public static EmotionProcess RunWaitingUntil(Func<bool> isSo, (string Name, string Value) variable, string folder, params string[] arguments)
    {
        using var process = Start(folder, arguments, variable);
        return EndWhen(isSo, process);
    }

    /// <summary>Runs the program, and asks it to end when a line of its output has a word.</summary>
    public static EmotionProcess RunUntil(string word, string folder, params string[] arguments)
    {
        using var process = Start(folder, arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = "";
        while (process.StandardOutput.ReadLine() is { } line)
        {
            output += line + "\n";
            if (line.Contains(word, StringComparison.Ordinal))
                break;
        }

        AskToEnd(process);
        return End(process, output + process.StandardOutput.ReadToEnd(), error);
    }

    /// <summary>Runs the program, and asks it to end, which it takes as it takes Ctrl-C, when something is so.</summary>
    public static EmotionProcess RunUntil(Func<bool> isSo, string folder, params string[] arguments)
    {
        using var process = Start(folder, arguments);
        return EndWhen(isSo, process);
    }

    /// <summary>Runs the program, and kills it with SIGKILL after a time, unless it has ended by then.</summary>
    public static EmotionProcess RunKilledAfter(TimeSpan time, string folder, params string[] arguments)
    {
        using var process = Start(folder, arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(time))
            process.Kill();
        return End(process, output.Result, error);
    }

    /// <summary>Runs the program, and kills it with SIGKILL when something is so, unless it has ended by then.</summary>
    public static EmotionProcess RunKilledWhen(Func<bool> isSo, string folder, params string[] arguments)
    {
        using var process = Start(folder, arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        SpinWait.SpinUntil(() => isSo() || process.HasExited, TimeSpan.FromMinutes(1));
        process.Kill();
        return End(process, output.Result, error);
    }

    /// <summary>Starts the program and leaves it to the caller, who ends it with <see cref="Wait"/> or kills it.</summary>
    public static Process Begin(string folder, params string[] arguments) => Start(folder, arguments);

    /// <summary>Waits for the end of a program that was begun; what it prints fits the pipes.</summary>
    public static EmotionProcess Wait(Process process)
    {
        var error = process.StandardError.ReadToEndAsync();
        return End(process, process.StandardOutput.ReadToEnd(), error);
    }

    /// <summary>Runs the program where no file may become longer than so many blocks of 512 bytes: writing further is an error, as on a full disk.</summary>
    public static EmotionProcess RunWithFileSizeLimit(int blocks, string folder, params string[] arguments)
    {
        // The signal that the limit sends would end the program before it could say anything. The runtime keeps its code in files of memory, for
        // which the limit holds too, unless it may write where it executes.
        var start = Description(folder, arguments);
        start.FileName = "/bin/sh";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        foreach (var (index, word) in new[] { "-c", $"trap '' XFSZ; ulimit -f {blocks}; exec dotnet \"$@\"", "sh" }.Index())
            start.ArgumentList.Insert(index, word);
        using var process = Process.Start(start)!;
        return Wait(process);
    }

    private static EmotionProcess EndWhen(Func<bool> isSo, Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        SpinWait.SpinUntil(() => isSo() || process.HasExited, TimeSpan.FromMinutes(1));
        AskToEnd(process);
        return End(process, output.Result, error);
    }

    // Not by the program kill: on a busy machine it takes seconds to start, and what was to be interrupted has ended.
    private static void AskToEnd(Process process) => _ = Kill(process.Id, Terminate);

    [DllImport("libc", EntryPoint = "kill"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);

    private static Process Start(string folder, string[] arguments, (string Name, string Value)? variable = null)
    {
        var description = Description(folder, arguments);
        description.RedirectStandardInput = variable is not null;
        if (variable is { } named)
            description.Environment[named.Name] = named.Value;
        return Process.Start(description)!;
    }

    private static ProcessStartInfo Description(string folder, string[] arguments) =>
        new("dotnet", [Path.Combine(Repository.ProgramFolder, "emotion.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["EMOTION_DEBUG"] = "" },
        };

    // Standard error is read beside standard output: a full pipe would stop the program.
    private static EmotionProcess End(Process process, string output, Task<string> error)
    {
        process.WaitForExit();
        return new EmotionProcess(process.ExitCode, output, error.Result);
    }

    /// <summary>Fails, showing both outputs, unless the program returned this code.</summary>
    public EmotionProcess Expect(int code)
    {
        Assert.True(ExitCode == code, $"exit code {ExitCode}, wanted {code}\n{Error}\n{Output}");
        return this;
    }

    /// <summary>Fails unless the last line of standard error is this program's and names what is wanted.</summary>
    public EmotionProcess ExpectLastErrorLine(params string[] parts)
    {
        Assert.StartsWith("emotion ", ErrorLines[^1], StringComparison.Ordinal);
        foreach (var part in parts)
            Assert.Contains(part, ErrorLines[^1], StringComparison.Ordinal);
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
