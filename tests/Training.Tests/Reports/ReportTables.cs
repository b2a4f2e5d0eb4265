using System.Net;
using System.Text.RegularExpressions;

namespace EmotionGpu.Training.Tests.Reports;

/// <summary>Reads the tables of a report back: every row as the words of its cells, whatever they are laid out with.</summary>
internal static partial class ReportTables
{
    /// <summary>Rows of every table of a page, in order.</summary>
    public static IReadOnlyList<string> OfHtml(string page) =>
        [.. HtmlRow().Matches(page).Select(row => Joined(HtmlCell().Matches(row.Value).Select(cell => Decoded(cell.Groups[1].Value))))];

    /// <summary>Rows of every table of a Markdown text, in order, without the lines under the heads.</summary>
    public static IReadOnlyList<string> OfMarkdown(string text) =>
        [.. text.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.Contains(" ---", StringComparison.Ordinal))
            .Select(line => Joined(UnescapedBar().Split(line)[1..^1].Select(cell => Unescaped(cell))))];

    private static string Decoded(string cell) => WebUtility.HtmlDecode(Tag().Replace(cell, ""));

    private static string Unescaped(string cell) => Escape().Replace(cell.Replace("**", "", StringComparison.Ordinal), "$1");

    // Markdown has brackets around the second number of a cell, where a page has small digits.
    private static string Joined(IEnumerable<string> cells) =>
        string.Join(" | ", cells.Select(cell => cell.Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal).Trim()));

    [GeneratedRegex(@"<tr>.*?</tr>", RegexOptions.Singleline)]
    private static partial Regex HtmlRow();

    [GeneratedRegex(@"<t[hd][^>]*>(.*?)</t[hd]>", RegexOptions.Singleline)]
    private static partial Regex HtmlCell();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex UnescapedBar();

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex Escape();
}
