using System.Diagnostics;
using System.Globalization;

namespace EmotionGpu.Bench.Soak;

/// <summary>What the server's process has, minute by minute.</summary>
internal sealed class Watch(Process process)
{
    private readonly List<Sample> _samples = [];

    /// <summary>Whether the server has ended, which it must not.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>Looks once a second, and keeps each minute's highest.</summary>
    public async Task Run(CancellationToken ending)
    {
        for (var started = Stopwatch.GetTimestamp(); !ending.IsCancellationRequested && !HasEnded; await Task.Delay(1000, CancellationToken.None))
        {
            process.Refresh();
            var minute = (int)Stopwatch.GetElapsedTime(started).TotalMinutes;
            var now = new Sample(minute, process.WorkingSet64, Directory.GetFileSystemEntries($"/proc/{process.Id}/fd").Length, process.Threads.Count, process.TotalProcessorTime);
            if (_samples is [.., var last] && last.Minute == minute)
                _samples[^1] = now with { Bytes = Math.Max(now.Bytes, last.Bytes), Handles = Math.Max(now.Handles, last.Handles), Threads = Math.Max(now.Threads, last.Threads) };
            else
                _samples.Add(now);
        }
    }

    /// <summary>Growth from the sixth part of the time to the end, by the median of as many minutes there and here; 0.1 is a tenth more.</summary>
    public (double Memory, double Handles) Growth()
    {
        var part = Math.Max(1, _samples.Count / 6);
        var (early, late) = (_samples.Skip(part).Take(part).ToArray(), _samples.TakeLast(part).ToArray());
        return early.Length == 0 ? (0, 0) : (Ratio(sample => sample.Bytes), Ratio(sample => sample.Handles));

        double Ratio(Func<Sample, double> of) => Median(late.Select(of)) / Median(early.Select(of)) - 1;
    }

    /// <summary>A Markdown table of the highest of each minute, a dozen rows of them.</summary>
    public IEnumerable<string> Table()
    {
        yield return "| minute | resident memory | open files and sockets | threads | processor time |";
        yield return "| --- | --- | --- | --- | --- |";
        var step = Math.Max(1, _samples.Count / 12);
        foreach (var sample in _samples.Where((sample, i) => i % step == 0 || i == _samples.Count - 1))
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"| {sample.Minute} | {sample.Bytes / 1e6:F0} MB | {sample.Handles} | {sample.Threads} | {sample.Processor.TotalSeconds:F0} s |");
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private sealed record Sample(int Minute, long Bytes, int Handles, int Threads, TimeSpan Processor);
}
