using System.Globalization;
using System.Text;
using System.Text.Json;
using EmotionGpu.Inference;
using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Reports;

namespace EmotionGpu.Cli.Output;

/// <summary>How predictions are printed.</summary>
internal enum PredictionFormat
{
    /// <summary>A table for people, at the end.</summary>
    Table,

    /// <summary>A JSON object a line.</summary>
    Jsonl,

    /// <summary>Comma-separated values with a header.</summary>
    Csv,

    /// <summary>Segments of a timeline in NIST's Rich Transcription Time Marked form.</summary>
    Rttm,

    /// <summary>Segments of a timeline as Audacity imports labels.</summary>
    Audacity,
}

/// <summary>Predictions on standard output, a line each as soon as it is known.</summary>
/// <param name="format">Any but the table.</param>
/// <param name="classes">The model's.</param>
/// <param name="count">Classes to print, the most probable first; CSV has all.</param>
internal sealed class PredictionLines(PredictionFormat format, IReadOnlyList<string> classes, int count)
{
    private static readonly JsonSerializerOptions Line = new(RunJson.Options) { WriteIndented = false };

    /// <summary>What stands before the first line.</summary>
    public void Begin(bool timeline)
    {
        if (format == PredictionFormat.Csv)
            Record(["path", .. timeline ? ["start", "end"] : Array.Empty<string>(), "label", "entropy", .. classes]);
    }

    /// <summary>A recording's line.</summary>
    public void Write(string path, Prediction prediction)
    {
        if (format == PredictionFormat.Csv)
            Record([path, prediction.Label, .. Numbers(prediction)]);
        else
            Json(new { path, prediction.Label, prediction.Entropy, Probabilities = PredictionDocument.MostProbable(classes, prediction, count) });
    }

    /// <summary>A recording's windows.</summary>
    public void Write(string path, IEnumerable<TimelineWindow> windows)
    {
        if (format is PredictionFormat.Rttm or PredictionFormat.Audacity)
        {
            foreach (var segment in TimelineSegment.Of(windows))
                Write(path, segment);
            return;
        }

        foreach (var window in windows)
        {
            if (format == PredictionFormat.Jsonl)
                Json(new { path, window.Start, window.End, Label = PredictionDocument.LabelOf(window), window.Prediction?.Entropy, Probabilities = PredictionDocument.MostProbable(classes, window, count) });
            else
                Record([path, Seconds(window.Start), Seconds(window.End), PredictionDocument.LabelOf(window), .. Numbers(window.Prediction)]);
        }
    }

    private void Write(string path, TimelineSegment segment)
    {
        // NIST's fields: type, file, channel, start, duration, orthography, subtype, speaker, confidence, look-ahead; none may have a space.
        if (format == PredictionFormat.Audacity)
            Console.Out.WriteLine($"{Seconds(segment.Start)}\t{Seconds(segment.End)}\t{segment.Label ?? PredictionDocument.Silence}");
        else if (segment.Label is not null)
            Console.Out.WriteLine($"SPEAKER {FileId(path)} 1 {Seconds(segment.Start)} {Seconds(segment.End - segment.Start)} <NA> <NA> {segment.Label} <NA> <NA>");
    }

    private static string FileId(string path) => string.Join('_', Path.GetFileNameWithoutExtension(path).Split((char[]?)null, StringSplitOptions.None));

    private IEnumerable<string> Numbers(Prediction? prediction) => prediction is null
        ? Enumerable.Repeat("", classes.Count + 1)
        : [Number(prediction.Entropy), .. prediction.Probabilities.Select(p => Number(p))];

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Seconds(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static void Json<T>(T line) => Console.Out.WriteLine(JsonSerializer.Serialize(line, Line));

    private static void Record(IEnumerable<string> fields)
    {
        var line = new StringBuilder();
        CsvRecords.Append(line, fields);
        Console.Out.Write(line);
    }
}
