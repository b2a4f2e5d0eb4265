using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using EmotionGpu.Features.Cache;
using EmotionGpu.Training.Metrics;

namespace EmotionGpu.Training.Corpora.Naming;

/// <summary>
/// A CSV file (<see cref="CsvRecords"/>) that labels recordings of any name: a header with the columns <c>path</c>, <c>speaker</c> and <c>label</c>, in any
/// order, others beside them passed over. Paths are relative to the data folder, labels the names of the eight emotions, speakers any text.
/// </summary>
/// <remarks>
/// Speakers that are all whole numbers from 1 keep their numbers. Others are numbered from 1 in the ordinal order of their names over the whole
/// table, so that the numbers do not depend on which recordings are there.
/// </remarks>
public sealed class LabelTable : ICorpusNaming
{
    private static readonly string[] Columns = ["path", "speaker", "label"];

    private readonly string _file;
    private readonly Dictionary<string, LabelRow> _rows;
    private readonly Dictionary<string, int> _numbers;

    private LabelTable(string file, Dictionary<string, LabelRow> rows)
    {
        (_file, _rows) = (file, rows);
        _numbers = Number([.. rows.Values.Select(row => row.Speaker).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
        Speakers = _numbers.All(pair => pair.Key == Text(pair.Value)) ? new Dictionary<int, string>() : _numbers.ToDictionary(pair => pair.Value, pair => pair.Key);
    }

    /// <inheritdoc/>
    public CorpusKind Kind => CorpusKind.Csv;

    /// <inheritdoc/>
    public string Pattern => string.Join(',', Columns);

    /// <inheritdoc/>
    public IReadOnlyDictionary<int, string> Speakers { get; }

    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="CorpusException">It is no such table: the message has the file, the line and the column.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static LabelTable Read(string file)
    {
        try
        {
            var records = CsvRecords.Read(File.ReadAllText(file)).ToList();
            if (records.Count == 0)
                throw new FormatException($"line 1: the file is empty; wanted the header {string.Join(',', Columns)}");
            var places = Places(records[0]);
            var rows = new Dictionary<string, LabelRow>(StringComparer.Ordinal);
            foreach (var record in records.Skip(1))
            {
                var row = LabelRow.Parse(record, records[0].Fields.Count, places[0], places[1], places[2]);
                if (!rows.TryAdd(row.Path, row))
                    throw new FormatException($"line {row.Line}, column path: '{row.Path}' stands in line {rows[row.Path].Line} already");
            }

            return rows.Count > 0 ? new LabelTable(file, rows) : throw new FormatException("line 2: no row follows the header");
        }
        catch (FormatException error)
        {
            throw new CorpusException($"{file}, {error.Message}");
        }
    }

    /// <summary>The rows whose recording is not among those that are there.</summary>
    /// <param name="paths">Of the recordings.</param>
    public IEnumerable<RefusedClip> RowsWithout(IEnumerable<string> paths) => _rows.Values.ExceptBy(paths, row => row.Path)
        .Select(row => new RefusedClip(row.Path, $"not there, though line {row.Line} of {Path.GetFileName(_file)} names it"));

    /// <inheritdoc/>
    public bool TryRead(string path, [NotNullWhen(true)] out NamedClip? named, [NotNullWhen(false)] out string? reason)
    {
        var isThere = _rows.TryGetValue(path, out var row);
        named = isThere ? new NamedClip(new CorpusClip(path, _numbers[row!.Speaker], row.Emotion, 0, 0, 0), row.Line.ToString(CultureInfo.InvariantCulture)) : null;
        reason = isThere ? null : $"no row of {Path.GetFileName(_file)} names it";
        return isThere;
    }

    private static int[] Places(CsvRecord header)
    {
        string[] found = [.. header.Fields.Select(field => field.Trim().ToLowerInvariant())];
        foreach (var column in Columns)
        {
            if (found.Count(field => field == column) is not 1 and var times)
            {
                throw new FormatException($"line {header.Line}: the header '{string.Join(',', header.Fields)}' has {(times == 0 ? "no" : "more than one")} "
                    + $"column '{column}'; wanted {string.Join(',', Columns)}, commas between");
            }
        }

        return [.. Columns.Select(column => Array.IndexOf(found, column))];
    }

    private static Dictionary<string, int> Number(string[] speakers)
    {
        int[] own = [.. speakers.Select(speaker => int.TryParse(speaker, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)];
        var isNumbered = own.All(number => number > 0) && own.Distinct().Count() == own.Length;
        return speakers.Index().ToDictionary(speaker => speaker.Item, speaker => isNumbered ? own[speaker.Index] : speaker.Index + 1, StringComparer.Ordinal);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
