namespace EmotionGpu.Training.Reports.Content;

/// <summary>How a table looks on the page.</summary>
internal enum TableKind
{
    /// <summary>Rows under each other.</summary>
    Plain,

    /// <summary>Closed until the reader opens it: long, and of interest to few.</summary>
    Folded,

    /// <summary>Square cells in the colour of their shade.</summary>
    Heat,
}

/// <summary>A column.</summary>
/// <param name="Title">Over it.</param>
/// <param name="IsText">Words, which stand left, rather than numbers.</param>
internal sealed record ReportColumn(string Title, bool IsText = false);

/// <summary>A cell.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Shade">0 to 1, the depth of its colour; null: none.</param>
/// <param name="Detail">A second, smaller number; none when empty.</param>
/// <param name="IsStrong">Whether it stands out.</param>
internal sealed record ReportCell(string Text, double? Shade = null, string Detail = "", bool IsStrong = false);

/// <summary>Rows of cells; the first cell of each row names it.</summary>
/// <param name="Title">Over the table.</param>
/// <param name="Columns">[column].</param>
/// <param name="Rows">[row][column].</param>
/// <param name="Kind">How it looks.</param>
internal sealed record ReportTable(
    string Title, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<IReadOnlyList<ReportCell>> Rows, TableKind Kind = TableKind.Plain) : ReportBlock
{
    /// <summary>A table of names and numbers.</summary>
    /// <param name="title">Over the table.</param>
    /// <param name="columns">Titles; the first column holds names.</param>
    /// <param name="rows">[row][column].</param>
    /// <param name="kind">How it looks.</param>
    public static ReportTable OfNumbers(
        string title, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows, TableKind kind = TableKind.Plain) => new(
        title, [.. columns.Select((column, index) => new ReportColumn(column, index == 0))],
        [.. rows.Select(row => row.Select(text => new ReportCell(text)).ToArray())], kind);

    /// <summary>A table of two columns, both words.</summary>
    public static ReportTable OfFacts(string title, string name, string value, IEnumerable<(string Name, string Value)> rows, TableKind kind) => new(
        title, [new ReportColumn(name, IsText: true), new ReportColumn(value, IsText: true)],
        [.. rows.Select(row => new ReportCell[] { new(row.Name), new(row.Value) })], kind);
}
