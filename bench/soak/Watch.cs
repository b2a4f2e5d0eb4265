using System.Diagnostics;
using System.Globalization;

namespace EmotionGpu.Bench.Soak;

/// <summary>What the server's process has, minute by minute.</summary>
internal sealed class Watch(Process process)
{
    private readonly List<Sample> _samples = [];

    /// <summary>Whether the server has ended, which it must not.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>Open sockets now.</summary>
    public int Sockets() => Descriptors.Count(path => new FileInfo(path).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true);

    // Of files and sockets.
    private string[] Descriptors => Directory.GetFileSystemEntries($"/proc/{process.Id}/fd");

    /// <summary>Looks once a second, and keeps each minute's highest, of the memory its lowest too.</summary>
    public async Task Run(CancellationToken ending)
    {
        for (var started = Stopwatch.GetTimestamp(); !ending.IsCancellationRequested && !HasEnded; await Task.Delay(1000, CancellationToken.None))
        {
            process.Refresh();
            var minute = (int)Stopwatch.GetElapsedTime(started).TotalMinutes;
            var (bytes, handles, threads) = (process.WorkingSet64, Descriptors.Length, process.Threads.Count);
            var isNew = _samples is not [.., var last] || last.Minute != minute;
            var so = isNew ? new Sample(minute, bytes, bytes, handles, threads, default) : _samples[^1];
            var now = new Sample(minute, Math.Min(bytes, so.Least), Math.Max(bytes, so.Bytes), Math.Max(handles, so.Handles), Math.Max(threads, so.Threads), process.TotalProcessorTime);
            if (isNew)
                _samples.Add(now);
            else
                _samples[^1] = now;
        }
    }

    /// <summary>
    /// Growth from the sixth part of the time to the end along the line whose slope is the median of those between all pairs of minutes (Theil and Sen), of
    /// the memory by its lowest in each minute, which the collector's rhythm moves least; 0.1 is a tenth more.
    /// </summary>
    public (double Memory, double Handles) Growth()
    {
        var samples = _samples.Skip(Math.Max(1, _samples.Count / 6)).ToArray();
        return samples.Length < 2 ? (0, 0) : (Of(sample => sample.Least), Of(sample => sample.Handles));

        double Of(Func<Sample, double> value)
        {
            var slopes = from i in Enumerable.Range(0, samples.Length)
                         from j in Enumerable.Range(i + 1, samples.Length - i - 1)
                         select (value(samples[j]) - value(samples[i])) / (j - i);
            return Median(slopes) * (samples.Length - 1) / Median(samples.Select(value));
        }
    }

    /// <summary>A Markdown table of the highest of each minute, of the memory the lowest too, a dozen rows of them.</summary>
    public IEnumerable<string> Table()
    {
        yield return "| minute | resident memory, lowest | highest | open files and sockets | threads | processor time |";
        yield return "| --- | --- | --- | --- | --- | --- |";
        var step = Math.Max(1, _samples.Count / 12);
        foreach (var sample in _samples.Where((sample, i) => i % step == 0 || i == _samples.Count - 1))
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"| {sample.Minute} | {sample.Least / 1e6:F0} MB | {sample.Bytes / 1e6:F0} MB | {sample.Handles} | {sample.Threads} | {sample.Processor.TotalSeconds:F0} s |");
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private sealed record Sample(int Minute, long Least, long Bytes, int Handles, int Threads, TimeSpan Processor);
}
