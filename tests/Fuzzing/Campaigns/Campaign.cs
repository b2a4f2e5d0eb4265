using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Text;

namespace EmotionGpu.Fuzzing.Campaigns;

/// <summary>Feeds targets, several at once.</summary>
internal static class Campaign
{
    /// <summary>Runs one.</summary>
    /// <param name="options">What is fed, and how much.</param>
    /// <param name="progress">Told of each target that is done.</param>
    /// <returns>A row for each target, in the order of the options.</returns>
    public static async Task<IReadOnlyList<TargetReport>> Run(CampaignOptions options, IProgress<TargetReport> progress)
    {
        using var copy = new InstrumentedCopy();
        var count = options.Targets.Count;
        var inputs = (options.Inputs + count - 1) / count;
        var time = options.Time * Math.Min(options.Workers, count) / count;
        var reports = new ConcurrentDictionary<string, TargetReport>();
        await Parallel.ForEachAsync(options.Targets, new ParallelOptions { MaxDegreeOfParallelism = options.Workers }, async (target, _) =>
        {
            var report = await new WorkerProcess(copy.Program, options, target, SeedOf(target, options.Seed)).Run(inputs, time);
            reports[target] = report;
            progress.Report(report);
        });
        return [.. options.Targets.Select(target => reports[target])];
    }

    // Each target has its own, whatever others are fed beside it.
    private static int SeedOf(string target, int seed) => (int)(XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(target), seed) >> 1);
}
