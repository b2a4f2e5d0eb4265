using System.Text;
using EmotionGpu.Features.Cache;

namespace EmotionGpu.Training.Metrics;

/// <summary>
/// Predictions as a CSV file: <c>path,actor,intensity,statement,fold,seed,truth,predicted</c> and a column <c>p_NAME</c> for each class, in which
/// <c>truth</c> and <c>predicted</c> are class names. Probabilities have as many digits as it takes to read the same double again.
/// </summary>
/// <param name="Classes">Class names in the order of the probabilities.</param>
/// <param name="Clips">The predictions, in the order of the rows.</param>
public sealed record PredictionTable(IReadOnlyList<string> Classes, IReadOnlyList<ClipPrediction> Clips)
{
    /// <summary>Writes the file; it appears whole or not at all.</summary>
    /// <param name="path">Where; the folder must exist. A file that is there is replaced.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string path)
    {
        var text = new StringBuilder();
        CsvRecords.Append(text, PredictionRow.Header(Classes));
        foreach (var clip in Clips)
            CsvRecords.Append(text, PredictionRow.Fields(clip, Classes));
        DurableFile.WriteText(path, text.ToString());
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="PredictionException">It is no such table; the message has file and line.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static PredictionTable Read(string path)
    {
        try
        {
            var records = CsvRecords.Read(File.ReadAllText(path)).ToList();
            if (records.Count == 0)
                throw new FormatException($"line 1: the file is empty; wanted the header {PredictionRow.Columns},p_…");
            var classes = PredictionRow.Classes(records[0]);
            return new PredictionTable(classes, [.. records.Skip(1).Select(record => PredictionRow.Parse(record, classes))]);
        }
        catch (FormatException error)
        {
            throw new PredictionException($"{path}, {error.Message}", error);
        }
    }
}
