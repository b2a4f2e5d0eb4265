using EmotionGpu.Training.Metrics;
using Spectre.Console;

namespace EmotionGpu.Cli.Output;

/// <summary>Tables for people; their cells are plain text.</summary>
internal static class Tables
{
    /// <summary>A table whose first column is text and whose others are numbers.</summary>
    public static Table WithNumbers(string first, params ReadOnlySpan<string> numbers)
    {
        var table = new Table().AddColumn(first);
        foreach (var number in numbers)
            table.AddColumn(number, column => column.RightAligned());
        return table;
    }

    /// <summary>A table of text.</summary>
    public static Table WithText(params string[] columns) => new Table().AddColumns([.. columns.Select(Markup.Escape)]);

    /// <summary>Adds a row, brackets in it being text and not markup.</summary>
    public static Table WithRow(this Table table, params string[] cells) => table.AddRow([.. cells.Select(Markup.Escape)]);

    /// <summary>Precision, recall and F1 of each class.</summary>
    public static Table PerClass(Scores scores)
    {
        var table = WithNumbers("class", "precision", "recall", "F1", "clips");
        foreach (var row in scores.PerClass)
            table.WithRow(row.Class, $"{row.Precision:F3}", $"{row.Recall:F3}", $"{row.F1:F3}", $"{row.Support}");
        return table;
    }

    /// <summary>Counts; rows the truth, columns the prediction.</summary>
    public static Table Confusion(Scores scores)
    {
        var table = WithNumbers("truth \\ predicted", [.. scores.PerClass.Select(row => row.Class)]);
        for (var i = 0; i < scores.PerClass.Count; i++)
            table.WithRow([scores.PerClass[i].Class, .. scores.Confusion[i].Select(count => $"{count}")]);
        return table;
    }
}
