using System.Collections.Concurrent;
using System.Globalization;

namespace EmotionGpu.Bench.Soak;

/// <summary>What was tried, by kind, and what came of it. Safe to use from many threads.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, Row> _rows = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _failures = new();

    /// <summary>Everything that was not as it should be; the first hundred in words.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>How often something was not as it should be.</summary>
    public int Failed => _rows.Values.Sum(row => row.Failed);

    /// <summary>One try.</summary>
    /// <param name="kind">Of what.</param>
    /// <param name="problem">What was wrong; null: it went as it should.</param>
    /// <param name="milliseconds">What it took, where that says something.</param>
    public void Add(string kind, string? problem, double? milliseconds = null)
    {
        var row = _rows.GetOrAdd(kind, _ => new Row());
        lock (row)
        {
            row.Tried++;
            if (milliseconds is { } time)
                row.Times.Add(time);
            if (problem is null)
                return;
            row.Failed++;
        }

        if (_failures.Count < 100)
            _failures.Enqueue($"{DateTime.UtcNow:HH:mm:ss} {kind}: {problem}");
    }

    /// <summary>A Markdown table, kinds in alphabetical order.</summary>
    public IEnumerable<string> Table()
    {
        yield return "| what | tried | not as it should be | median | 99 % |";
        yield return "| --- | --- | --- | --- | --- |";
        foreach (var (kind, row) in _rows.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            lock (row)
                yield return string.Create(CultureInfo.InvariantCulture, $"| {kind} | {row.Tried} | {row.Failed} | {row.Percentile(0.5)} | {row.Percentile(0.99)} |");
        }
    }

    private sealed class Row
    {
        public int Tried { get; set; }

        public int Failed { get; set; }

        public List<double> Times { get; } = [];

        public string Percentile(double share)
        {
            if (Times.Count == 0)
                return "";
            Times.Sort();
            return string.Create(CultureInfo.InvariantCulture, $"{Times[(int)(share * (Times.Count - 1))]:F1} ms");
        }
    }
}
