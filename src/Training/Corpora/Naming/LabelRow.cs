using EmotionGpu.Training.Metrics;

namespace EmotionGpu.Training.Corpora.Naming;

/// <summary>A row of a <see cref="LabelTable"/>; errors are format exceptions that begin with line and column.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Path">Relative to the data folder, with forward slashes.</param>
/// <param name="Speaker">As it is written.</param>
/// <param name="Emotion">What is acted.</param>
internal sealed record LabelRow(int Line, string Path, string Speaker, Emotion Emotion)
{
    private static readonly Dictionary<string, Emotion> Labels =
        Enum.GetValues<Emotion>().ToDictionary(emotion => emotion.ToString(), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a row.</summary>
    /// <param name="record">The row.</param>
    /// <param name="fields">How many fields the header has.</param>
    /// <param name="path">Place of the column <c>path</c>.</param>
    /// <param name="speaker">Place of the column <c>speaker</c>.</param>
    /// <param name="label">Place of the column <c>label</c>.</param>
    public static LabelRow Parse(CsvRecord record, int fields, int path, int speaker, int label)
    {
        if (record.Fields.Count != fields)
            throw new FormatException($"line {record.Line}: found {record.Fields.Count} fields, wanted {fields} as in the header");
        var name = record.Fields[label].Trim();
        if (!Labels.TryGetValue(name, out var emotion))
            throw Wrong(record, "label", $"found '{name}', wanted one of {string.Join(", ", TaskMode.Emotion.Classes())}; leave a recording of another label out");
        var who = record.Fields[speaker].Trim();
        return who.Length > 0
            ? new LabelRow(record.Line, RelativePath(record, path), who, emotion)
            : throw Wrong(record, "speaker", "it is empty; wanted who speaks, a number or a name");
    }

    private static string RelativePath(CsvRecord record, int column)
    {
        var path = record.Fields[column].Replace('\\', '/');
        var isRooted = path is [(>= 'a' and <= 'z') or (>= 'A' and <= 'Z'), ':', '/', ..];
        if (isRooted || path.Split('/').Any(segment => segment is "" or "." or ".."))
            throw Wrong(record, "path", $"found '{record.Fields[column]}', wanted a path below the data folder, such as anna/first.wav");
        return path;
    }

    private static FormatException Wrong(CsvRecord record, string column, string what) => new($"line {record.Line}, column {column}: {what}");
}
