using System.Globalization;

namespace EmotionGpu.Training.Metrics;

/// <summary>One row of a <see cref="PredictionTable"/> and its header; errors are format exceptions that begin with the line.</summary>
internal static class PredictionRow
{
    /// <summary>Columns before the probabilities.</summary>
    public const string Columns = "path,actor,intensity,statement,fold,seed,truth,predicted";

    private const string Prefix = "p_";
    private const double SumTolerance = 1e-3; // float32 softmax is out by 1e-6, probabilities rounded to four digits by 4e-4

    private static readonly string[] Names = Columns.Split(',');

    /// <summary>The header.</summary>
    public static IEnumerable<string> Header(IReadOnlyList<string> classes) => [.. Names, .. classes.Select(name => Prefix + name)];

    /// <summary>A prediction's fields.</summary>
    public static IEnumerable<string> Fields(ClipPrediction clip, IReadOnlyList<string> classes) =>
        [clip.Path, Text(clip.Actor), Text(clip.Intensity), Text(clip.Statement), Text(clip.Fold), Text(clip.Seed), classes[clip.Truth],
            classes[clip.Predicted], .. clip.Probabilities.Select(p => p.ToString("R", CultureInfo.InvariantCulture))];

    /// <summary>Class names of a header.</summary>
    public static IReadOnlyList<string> Classes(CsvRecord header)
    {
        var fields = header.Fields;
        string[] columns = [.. fields.Skip(Names.Length)];
        string[] classes = [.. columns.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..]).Distinct()];
        if (!fields.Take(Names.Length).SequenceEqual(Names) || classes.Length == 0 || classes.Length < columns.Length)
            throw Wrong(header, $"found the header '{string.Join(',', fields)}', wanted {Columns} and a column {Prefix}NAME for each class");
        return classes;
    }

    /// <summary>A row's prediction.</summary>
    public static ClipPrediction Parse(CsvRecord record, IReadOnlyList<string> classes)
    {
        var fields = record.Fields;
        if (fields.Count != Names.Length + classes.Count)
            throw Wrong(record, $"found {fields.Count} fields, wanted {Names.Length + classes.Count}");
        double[] probabilities = [.. Enumerable.Range(Names.Length, classes.Count).Select(column => Probability(record, column, classes))];
        if (Math.Abs(probabilities.Sum() - 1) > SumTolerance)
            throw Wrong(record, FormattableString.Invariant($"probabilities add up to {probabilities.Sum():G6}, wanted 1"));
        var clip = new ClipPrediction(
            fields[0], Whole(record, 1), Whole(record, 2), Whole(record, 3), Whole(record, 4), Whole(record, 5), Class(record, 6, classes),
            probabilities);
        if (Class(record, 7, classes) != clip.Predicted)
            throw Wrong(record, $"predicted is '{fields[7]}', but '{classes[clip.Predicted]}' is the likeliest");
        return clip;
    }

    private static int Whole(CsvRecord record, int column) =>
        int.TryParse(record.Fields[column], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Wrong(record, $"{Names[column]} is '{record.Fields[column]}', wanted a whole number");

    private static int Class(CsvRecord record, int column, IReadOnlyList<string> classes)
    {
        for (var i = 0; i < classes.Count; i++)
        {
            if (classes[i] == record.Fields[column])
                return i;
        }

        throw Wrong(record, $"{Names[column]} is '{record.Fields[column]}', wanted one of {string.Join(", ", classes)}");
    }

    private static double Probability(CsvRecord record, int column, IReadOnlyList<string> classes) =>
        double.TryParse(record.Fields[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 1
            ? value
            : throw Wrong(record, $"{Prefix}{classes[column - Names.Length]} is '{record.Fields[column]}', wanted a number from 0 to 1");

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static FormatException Wrong(CsvRecord record, string what) => new($"line {record.Line}: {what}");
}
