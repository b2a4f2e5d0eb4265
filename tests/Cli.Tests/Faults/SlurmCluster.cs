using System.Diagnostics;

namespace EmotionGpu.Cli.Tests.Faults;

/// <summary>A real Slurm on this machine alone, by <c>tests/slurm-cluster.sh</c>; ended when disposed.</summary>
internal sealed class SlurmCluster : IDisposable
{
    private readonly string _folder;
    private readonly string _program;

    /// <param name="folder">Where everything of it lies.</param>
    public SlurmCluster(string folder)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        var (code, output) = Run(folder, Script, "start", folder);
        if (code != 0)
            Dispose();
        Assert.SkipWhen(code == 77, output.Trim());
        Assert.True(code == 0, output);
        // As the scripts in deploy want it: a program with a name, whatever it is that runs it.
        _program = Path.Combine(folder, "emotion");
        File.WriteAllText(_program, $"#!/bin/sh\nexec dotnet '{Path.Combine(Repository.ProgramFolder, "emotion.dll")}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private static string Script => Path.Combine(Repository.Root, "tests", "slurm-cluster.sh");

    /// <summary>Submits an array and what merges it, by one of the scripts in <c>deploy/slurm</c>.</summary>
    public void Submit(string folder, string script, params string[] arguments)
    {
        var (code, output) = Run(folder, "bash", [Path.Combine(Repository.Root, "deploy", "slurm", script), .. arguments]);
        Assert.True(code == 0, output);
    }

    /// <summary>Waits until nothing is queued or running.</summary>
    /// <returns>The last state of each task and job, how often it was started again, and the devices it asked for.</returns>
    public IReadOnlyList<(string State, int Restarts, string Devices)> WaitForAll()
    {
        for (var waited = Stopwatch.StartNew(); Queue().Length > 0; Thread.Sleep(100))
            Assert.True(waited.Elapsed.TotalMinutes < 4, Queue() + Run(_folder, "scontrol", "show", "job").Output);
        return
        [
            .. Run(_folder, "scontrol", "--oneliner", "show", "job").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => (Field(line, "JobState"), int.Parse(Field(line, "Restarts"), System.Globalization.CultureInfo.InvariantCulture), Field(line, "TresPerNode"))),
        ];
    }

    /// <summary>Kills what this Slurm runs with these words in its command line, with SIGKILL.</summary>
    /// <returns>How many processes that were.</returns>
    public int Kill(params string[] words) => KillAny(line => words.All(word => line.Contains(word, StringComparison.Ordinal)));

    /// <summary>The node loses its power: its daemon, what watches its tasks and the tasks die at once.</summary>
    public void CrashNode()
    {
        string[] parts = ["slurmd -f", "slurmstepd", "slurm_script", "emotion.dll"];
        Assert.NotEqual(0, KillAny(line => parts.Any(part => line.Contains(part, StringComparison.Ordinal))));
    }

    /// <summary>A job of a partition that goes before takes all processors for a moment: what runs there is put off.</summary>
    public void Preempt()
    {
        var (code, output) = Run(_folder, "sbatch", "--partition=urgent", "--exclusive", "--job-name=urgent", "--output=/dev/null", "--wrap=sleep 1");
        Assert.True(code == 0, output);
    }

    /// <summary>The node comes back.</summary>
    public void StartNode()
    {
        var (code, output) = Run(_folder, Script, "node", _folder);
        Assert.True(code == 0, output);
    }

    public void Dispose() => _ = Run(_folder, Script, "stop", _folder);

    private string Queue() => Run(_folder, "squeue", "--noheader", "--array", "--format=%i %T %r").Output.Trim();

    private static string Field(string line, string name) => line.Split(' ').FirstOrDefault(field => field.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..] ?? "";

    private int KillAny(Func<string, bool> isMeant)
    {
        var killed = 0;
        foreach (var process in Process.GetProcesses())
        {
            using (process)
            {
                if (process.Id == Environment.ProcessId || Proc(process.Id, "cmdline") is not { } line || !isMeant(line.Replace('\0', ' ')) || !IsOurs(process.Id))
                    continue;
                process.Kill();
                killed++;
            }
        }

        return killed;
    }

    // Another Slurm of this machine is none of our business: what belongs to this one has its configuration in the environment.
    private bool IsOurs(int process) => Proc(process, "environ")?.Split('\0').Contains($"SLURM_CONF={Path.Combine(_folder, "slurm.conf")}") == true;

    private static string? Proc(int process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/{file}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or is somebody else's.
            return null;
        }
    }

    private (int Code, string Output) Run(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["SLURM_CONF"] = Path.Combine(_folder, "slurm.conf"), ["EMOTION"] = _program ?? "" },
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }
}
