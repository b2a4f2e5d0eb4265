using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using EmotionGpu.Fuzzing.Loop;

namespace EmotionGpu.Fuzzing.Campaigns;

/// <summary>A process that feeds one target, and what is done when it dies: the input is kept, and another process goes on.</summary>
/// <param name="program">The instrumented program.</param>
/// <param name="options">The campaign's.</param>
/// <param name="target">Name of what it feeds.</param>
/// <param name="seed">Of its first process; each further one has the next.</param>
internal sealed class WorkerProcess(string program, CampaignOptions options, string target, int seed)
{
    /// <summary>A target whose every input kills its process is not fed for ever.</summary>
    private const int MostProcesses = 10;

    /// <summary>Memory at which a process is ended, before the machine suffers.</summary>
    private const long MostResident = 3L << 30;

    /// <summary>Managed memory of a process, in hexadecimal as the runtime takes it: 1 GB.</summary>
    private const string HeapLimit = "40000000";

    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly FindingFolder _findings = new(options.Findings, target);

    /// <summary>Feeds the target.</summary>
    /// <param name="inputs">Inputs in all; null: as many as the time allows.</param>
    /// <param name="time">Time to take; null: until all inputs are given.</param>
    public async Task<TargetReport> Run(long? inputs, TimeSpan? time)
    {
        var reports = new List<TargetReport>();
        for (var process = 0; process < MostProcesses; process++)
        {
            var (given, taken) = (reports.Sum(report => report.Inputs), reports.Sum(report => report.Seconds));
            if (given >= inputs || taken >= time?.TotalSeconds)
                break;
            var (report, died) = await RunOnce(inputs - given, time?.TotalSeconds - taken, seed + process);
            reports.Add(report);
            if (!died)
                break;
        }

        return Sum(reports);
    }

    private async Task<(TargetReport Report, bool Died)> RunOnce(long? inputs, double? seconds, int processSeed)
    {
        var scratch = Directory.CreateTempSubdirectory("emotiongpu-fuzzing-");
        try
        {
            var order = new WorkerOrder(
                target, inputs, seconds, processSeed, options.Corpus is null ? null : Path.Combine(options.Corpus, target), options.Findings,
                Path.Combine(scratch.FullName, "input"), Path.Combine(scratch.FullName, "findings.jsonl"), Path.Combine(scratch.FullName, "report.json"));
            using var current = CurrentInput.Create(order.InputFile);
            var started = Stopwatch.GetTimestamp();
            var (ended, last) = await Watch(order, current);
            return File.Exists(order.ReportFile)
                ? (JsonSerializer.Deserialize<TargetReport>(await File.ReadAllTextAsync(order.ReportFile))!, false)
                : (Died(order, current, ended, last, Stopwatch.GetElapsedTime(started)), true);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    /// <summary>Runs the process to its end.</summary>
    /// <returns>Why it was ended, null: by itself; and its last words.</returns>
    private async Task<(FindingKind? Ended, string Last)> Watch(WorkerOrder order, CurrentInput current)
    {
        var start = new ProcessStartInfo(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"), [program, Worker.Word, order.ToJson()])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_GCHeapHardLimit"] = HeapLimit, ["TMPDIR"] = Path.GetDirectoryName(order.InputFile)! },
        };
        using var process = Process.Start(start)!;
        var last = new StringBuilder();
        process.ErrorDataReceived += (_, line) => Append(last, line.Data);
        process.OutputDataReceived += (_, line) => Append(last, line.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var exit = process.WaitForExitAsync();
        while (await Task.WhenAny(exit, Task.Delay(Look)) != exit)
        {
            if (Excess(process, current) is not { } kind)
                continue;
            process.Kill();
            await exit;
            return (kind, last.ToString());
        }

        return (null, last.ToString());
    }

    private static FindingKind? Excess(Process process, CurrentInput current) =>
        Resident(process) > MostResident ? FindingKind.Memory
        : current.Given is > 0 and var given && Environment.TickCount64 - given > LongestCall.TotalMilliseconds ? FindingKind.Hang
        : null;

    private static long Resident(Process process)
    {
        try
        {
            process.Refresh();
            return process.WorkingSet64;
        }
        catch (InvalidOperationException)
        {
            // It has ended meanwhile.
            return 0;
        }
    }

    private TargetReport Died(WorkerOrder order, CurrentInput current, FindingKind? ended, string last, TimeSpan time)
    {
        if (current.Number == 0)
            throw new InvalidOperationException($"{target}: its process ended before the first input: {last}");
        var problem = ended switch
        {
            FindingKind.Memory => $"the process took more than {MostResident} bytes and was ended",
            FindingKind.Hang => $"a call took more than {LongestCall.TotalSeconds} s and was ended with its process",
            _ => $"the process died: {last.Split('\n')[0]}",
        };
        _findings.Add(ended ?? FindingKind.Crash, problem, $"{problem} {current.Number}", last, current.Bytes);
        return new TargetReport(
            target, order.Seed, current.Number, time.TotalSeconds, 0, 0, current.Accepted, current.Refused, 0, 0, 0, FindingFolder.Listed(order.FindingList));
    }

    private TargetReport Sum(IReadOnlyList<TargetReport> reports) => new(
        target, seed, reports.Sum(report => report.Inputs), reports.Sum(report => report.Seconds), reports.Max(report => report.Edges), reports.Max(report => report.Corpus),
        reports.Sum(report => report.Accepted), reports.Sum(report => report.Refused), reports.Max(report => report.SlowestMilliseconds),
        reports.Max(report => report.LargestAllocation), reports.Max(report => report.PeakMegabytes),
        [.. reports.SelectMany(report => report.Findings), .. _findings.Findings]);

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
        {
            if (line is not null && text.Length < 1 << 14)
                text.Append(line).Append('\n');
        }
    }
}
