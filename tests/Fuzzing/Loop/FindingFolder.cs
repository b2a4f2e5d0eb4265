using System.Globalization;
using System.IO.Hashing;
using System.Text.Json;
using EmotionGpu.Fuzzing.Campaigns;

namespace EmotionGpu.Fuzzing.Loop;

/// <summary>Writes inputs that did what none should, each with a text that says what.</summary>
/// <param name="folder">Made when the first is written.</param>
/// <param name="target">Whose inputs.</param>
/// <param name="list">File to which each finding is added as a line of JSON, so that the death of the process does not lose it; null: none.</param>
internal sealed class FindingFolder(string folder, string target, string? list = null)
{
    /// <summary>One defect can be found a million times.</summary>
    private const int MostFindings = 20;

    private readonly List<Finding> _findings = [];
    private readonly HashSet<string> _places = [];

    /// <summary>What was written.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Writes an input, unless one that did the same at the same place is there.</summary>
    /// <param name="kind">What it did.</param>
    /// <param name="problem">In a line.</param>
    /// <param name="place">Tells it from others of the kind.</param>
    /// <param name="details">For whoever looks into it.</param>
    /// <param name="input">The input.</param>
    public void Add(FindingKind kind, string problem, string place, string details, ReadOnlySpan<byte> input)
    {
        if (_findings.Count == MostFindings || !_places.Add($"{kind} {place}"))
            return;
        Directory.CreateDirectory(folder);
        var hash = XxHash64.HashToUInt64(input).ToString("x16", CultureInfo.InvariantCulture);
        var file = Path.Combine(folder, $"{target}-{kind.ToString().ToLowerInvariant()}-{hash}");
        File.WriteAllBytes(file, input);
        File.WriteAllText($"{file}.txt", $"{problem}\n\n{details}\n");
        _findings.Add(new Finding(kind, problem, file));
        if (list is not null)
            File.AppendAllText(list, JsonSerializer.Serialize(_findings[^1]) + "\n");
    }

    /// <summary>What a process has added to its list.</summary>
    public static IReadOnlyList<Finding> Listed(string list) =>
        File.Exists(list) ? [.. File.ReadLines(list).Select(line => JsonSerializer.Deserialize<Finding>(line)!)] : [];
}
