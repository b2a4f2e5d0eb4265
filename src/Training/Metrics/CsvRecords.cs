using System.Text;

namespace EmotionGpu.Training.Metrics;

/// <summary>One record of a CSV file.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Fields">Its fields, without quotes.</param>
public sealed record CsvRecord(int Line, IReadOnlyList<string> Fields);

/// <summary>
/// Comma-separated values by RFC 4180: a field with a comma, a quote or a line break stands in quotes, a quote in it twice. Lines end in LF
/// when written, which git leaves alone; CRLF is read as well.
/// </summary>
public static class CsvRecords
{
    private static readonly char[] Special = [',', '"', '\n', '\r'];

    /// <summary>Appends a record and its line end.</summary>
    public static void Append(StringBuilder text, IEnumerable<string> fields) => text.AppendJoin(',', fields.Select(Quoted)).Append('\n');

    /// <summary>Reads records; a line without characters is none.</summary>
    /// <exception cref="FormatException">Quotes are wrong; the message has the line.</exception>
    public static IEnumerable<CsvRecord> Read(string text)
    {
        int position = 0, line = 1;
        while (position < text.Length)
        {
            var start = line;
            var fields = new List<string>();
            do
                fields.Add(Field(text, ref position, ref line));
            while (TakeComma(text, ref position));
            EndLine(text, ref position, ref line);
            if (fields is not [""])
                yield return new CsvRecord(start, fields);
        }
    }

    private static string Quoted(string field) =>
        field.IndexOfAny(Special) < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Field(string text, ref int position, ref int line)
    {
        if (position < text.Length && text[position] == '"')
            return QuotedField(text, ref position, ref line);
        var end = text.AsSpan(position).IndexOfAny(Special);
        var field = text.Substring(position, end < 0 ? text.Length - position : end);
        position += field.Length;
        if (position < text.Length && text[position] == '"')
            throw new FormatException($"line {line}: a quote inside the field '{field}', which does not begin with one");
        return field;
    }

    private static string QuotedField(string text, ref int position, ref int line)
    {
        var (start, field) = (line, new StringBuilder());
        for (position++; position < text.Length; position++)
        {
            if (text[position] == '\n')
                line++;
            if (text[position] != '"')
            {
                field.Append(text[position]);
                continue;
            }

            if (position + 1 == text.Length || text[position + 1] != '"')
            {
                position++;
                return field.ToString();
            }

            field.Append(text[position++]);
        }

        throw new FormatException($"line {start}: a quote is opened and never closed");
    }

    private static bool TakeComma(string text, ref int position)
    {
        if (position == text.Length || text[position] != ',')
            return false;
        position++;
        return true;
    }

    private static void EndLine(string text, ref int position, ref int line)
    {
        if (position < text.Length && text[position] == '\r')
            position++;
        if (position < text.Length && text[position] != '\n')
            throw new FormatException($"line {line}: '{text[position]}' where a comma or the line's end is wanted");
        position++;
        line++;
    }
}
