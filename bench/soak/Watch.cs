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

    /// <summary>Looks once a second and keeps each minute's highest; asks the server at its end what memory it really uses.</summary>
    public async Task Run(Uri server, CancellationToken ending)
    {
        using var client = new HttpClient { BaseAddress = server };
        for (var started = Stopwatch.GetTimestamp(); !ending.IsCancellationRequested && !HasEnded; await Task.Delay(1000, CancellationToken.None))
        {
            process.Refresh();
            var minute = (int)Stopwatch.GetElapsedTime(started).TotalMinutes;
            var isNew = _samples is not [.., var last] || last.Minute != minute;
            var so = isNew ? new Sample(minute, 0, 0, 0, 0, 0, default) : _samples[^1];
            var metrics = isNew ? (await client.GetStringAsync("/metrics", CancellationToken.None)).Split('\n') : [];
            var now = so with
            {
                Bytes = Math.Max(process.WorkingSet64, so.Bytes),
                Live = isNew ? Metric(metrics, "dotnet_gc_live_bytes") : so.Live,
                Native = isNew ? process.WorkingSet64 - Metric(metrics, "dotnet_gc_committed_bytes") : so.Native,
                Handles = Math.Max(Descriptors.Length, so.Handles),
                Threads = Math.Max(process.Threads.Count, so.Threads),
                Processor = process.TotalProcessorTime,
            };
            if (isNew)
                _samples.Add(now);
            else
                _samples[^1] = now;
        }
    }

    /// <summary>
    /// Growth from the sixth part of the time to the end along the line whose slope is the median of those between all pairs of minutes (Theil and Sen); 0.1 is a
    /// tenth more. Of what the managed memory holds after its last full collection, of all other memory, and of open files and sockets: resident memory alone
    /// swings with the collector.
    /// </summary>
    public (double Live, double Native, double Handles) Growth()
    {
        var samples = _samples.Skip(Math.Max(1, _samples.Count / 6)).ToArray();
        return samples.Length < 2 ? (0, 0, 0) : (Of(sample => sample.Live), Of(sample => sample.Native), Of(sample => sample.Handles));

        double Of(Func<Sample, double> value)
        {
            var slopes = from i in Enumerable.Range(0, samples.Length)
                         from j in Enumerable.Range(i + 1, samples.Length - i - 1)
                         select (value(samples[j]) - value(samples[i])) / (j - i);
            return Median(slopes) * (samples.Length - 1) / Median(samples.Select(value));
        }
    }

    /// <summary>A Markdown table of minutes, a dozen rows of them.</summary>
    public IEnumerable<string> Table()
    {
        yield return "| minute | resident memory, highest | managed, after the last full collection | not managed | open files and sockets | threads | processor time |";
        yield return "| --- | --- | --- | --- | --- | --- | --- |";
        var step = Math.Max(1, _samples.Count / 12);
        foreach (var sample in _samples.Where((sample, i) => i % step == 0 || i == _samples.Count - 1))
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"| {sample.Minute} | {sample.Bytes / 1e6:F0} MB | {sample.Live / 1e6:F1} MB | {sample.Native / 1e6:F0} MB | {sample.Handles} | {sample.Threads} | {sample.Processor.TotalSeconds:F0} s |");
        }
    }

    private static long Metric(string[] metrics, string name) =>
        (long)double.Parse(metrics.First(line => line.StartsWith(name + " ", StringComparison.Ordinal))[name.Length..], CultureInfo.InvariantCulture);

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private sealed record Sample(int Minute, long Bytes, long Live, long Native, int Handles, int Threads, TimeSpan Processor);
}
