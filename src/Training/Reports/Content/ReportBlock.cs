using EmotionGpu.Training.Reports.Pictures;

namespace EmotionGpu.Training.Reports.Content;

/// <summary>A piece of a report. What it says is fixed here, numbers already in digits; HTML and Markdown only lay it out.</summary>
internal abstract record ReportBlock;

/// <summary>Begins a section.</summary>
internal sealed record ReportHeading(string Text) : ReportBlock;

/// <summary>How a paragraph looks.</summary>
internal enum ParagraphKind
{
    /// <summary>Running text.</summary>
    Plain,

    /// <summary>An explanation that may be passed over.</summary>
    Small,

    /// <summary>Not to be missed.</summary>
    Note,

    /// <summary>Not to be missed by anybody: the scores do not mean what they seem to.</summary>
    Warning,
}

/// <summary>A paragraph.</summary>
/// <param name="Text">Plain text.</param>
/// <param name="Kind">How it looks.</param>
/// <param name="Lead">Bold words before it, or none.</param>
internal sealed record ReportParagraph(string Text, ParagraphKind Kind = ParagraphKind.Plain, string Lead = "") : ReportBlock;

/// <summary>Points of a list, each with a bold word before it.</summary>
internal sealed record ReportList(IReadOnlyList<(string Lead, string Text)> Points) : ReportBlock;

/// <summary>
/// Charts beside each other. Markdown leaves them out: it has no place for pictures inside, and a table beside each chart has its numbers.
/// </summary>
/// <param name="Charts">From left to right.</param>
/// <param name="Note">How to read them.</param>
internal sealed record ReportCharts(IReadOnlyList<Chart> Charts, string Note) : ReportBlock;

/// <summary>Pictures with a table's row under each; in Markdown, and where there are no pictures, the table.</summary>
/// <param name="Table">A row for each picture.</param>
/// <param name="Pictures">[row]; null where there is none.</param>
/// <param name="Note">How to read the pictures.</param>
internal sealed record ReportGallery(ReportTable Table, IReadOnlyList<Picture?> Pictures, string Note) : ReportBlock;

/// <summary>A whole report.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Blocks">In the order of reading.</param>
internal sealed record ReportDocument(string Title, IReadOnlyList<ReportBlock> Blocks);
