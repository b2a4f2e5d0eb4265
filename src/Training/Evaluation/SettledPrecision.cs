using EmotionGpu.Training.Models;
using EmotionGpu.Training.Reports;

namespace EmotionGpu.Training.Evaluation;

/// <summary>
/// The one precision of runs that are scored together, where none is named: that of the finished ones, else the one that the first training
/// measures. Measured anew for each, it could differ from run to run, and the difference of two recipes would be one of precisions too.
/// </summary>
internal static class SettledPrecision
{
    /// <summary>The precision of every finished run in some folders.</summary>
    /// <param name="folders">Folders of cross-validations; some may be missing.</param>
    /// <returns>The precision; null where no run is finished.</returns>
    /// <exception cref="CrossValidationException">They have different ones, or a record is damaged.</exception>
    public static Precision? Of(IEnumerable<string> folders)
    {
        var finished = folders.SelectMany(FinishedIn).ToArray();
        if (finished.Length == 0)
            return null;
        var first = finished[0];
        var other = finished.FirstOrDefault(run => run.Precision != first.Precision);
        return other.Folder is null
            ? first.Precision
            : throw new CrossValidationException($"{first.Folder} computed in {Word(first.Precision)}, {other.Folder} in {Word(other.Precision)}: runs that are "
                + $"scored together want one precision; name it with --precision {Word(first.Precision)} or {Word(other.Precision)}, and remove the folders "
                + "of the other's runs to train them again");
    }

    private static IEnumerable<(string Folder, Precision Precision)> FinishedIn(string folder)
    {
        if (!Directory.Exists(folder))
            return [];
        return Directory.EnumerateDirectories(folder, "fold-*-seed-*").Order(StringComparer.Ordinal)
            .Select(run => (Folder: run, Record: Path.Combine(run, RunJson.FileName)))
            .Where(run => File.Exists(run.Record))
            .Select(run => (run.Folder, StoredRun.Read(run.Record).Precision));
    }

    private static string Word(Precision precision) => precision.ToString().ToLowerInvariant();
}
