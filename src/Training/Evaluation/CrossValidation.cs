using EmotionGpu.Features.Cache;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Reports;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Evaluation;

/// <summary>A run of a cross-validation by its place in it.</summary>
public sealed record FoldAndSeed(int Fold, int Seed);

/// <summary>What a cross-validation has so far.</summary>
/// <param name="Plan">Folds that belong to it and folds that are skipped.</param>
/// <param name="Missing">Runs that are not finished.</param>
/// <param name="Finished">The result; null while runs are missing, and where a fold alone was asked for.</param>
/// <param name="Refused">Recordings left out, with the reason.</param>
public sealed record CrossValidationOutcome(
    FoldPlan Plan, IReadOnlyList<FoldAndSeed> Missing, CrossValidationFolder? Finished, IReadOnlyList<RefusedClip> Refused);

/// <summary>
/// Every fold and seed as an ordinary training in a folder of its own, <c>fold-K-seed-S</c>. A run that is finished is not run again, one with
/// other options is refused, one that was broken off goes on after its last checkpoint; so the same command goes on where it was interrupted.
/// </summary>
public static class CrossValidation
{
    /// <summary>
    /// Runs what is missing; when every fold and seed is there, scores them and writes <see cref="CrossValidationFolder"/>. Where only one fold is
    /// asked for, nothing is pooled: others may be at work on the rest.
    /// </summary>
    /// <param name="request">What to do.</param>
    /// <param name="progress">Told what happens, in order.</param>
    /// <param name="cancellation">Ends the run at hand; finished ones stay.</param>
    /// <exception cref="CrossValidationException">
    /// The folder holds a run with other options, or pools a run that is not asked for; there is no such fold; or nothing would be scored.
    /// </exception>
    /// <exception cref="SplitException">A fold cannot be split, or would put an actor on two sides. Nothing was run.</exception>
    /// <exception cref="ProtocolException">No such protocol.</exception>
    public static CrossValidationOutcome Run(
        CrossValidationRequest request, IProgress<CrossValidationEvent>? progress, CancellationToken cancellation)
    {
        var forward = progress is null ? null : new Forward(progress);
        var (recordings, _, _) = Check(request, forward, cancellation);
        using var corpus = SessionCorpus.Open(request.Training, recordings, forward, cancellation);
        var plan = PlanOf(request, recordings, corpus);
        if (request.From is { } from)
        {
            foreach (var run in RunsOf(request, FoldsAskedFor(request, plan)))
                _ = GroupedRun.Find(run, from, corpus);
        }

        RunMissing(request, plan, corpus, progress, cancellation);
        return Collect(request, plan, corpus);
    }

    /// <summary>Scores runs that were made one by one, on whatever machines, as <see cref="Run"/> would if it had made them; trains nothing.</summary>
    /// <param name="request">What every run was to do.</param>
    /// <param name="progress">Told what happens, in order.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="CrossValidationException">
    /// A fold or seed is missing, or the folder holds a run that is not asked for, or one with other options, actors or clips. Nothing was written.
    /// </exception>
    /// <exception cref="SplitException">A fold cannot be split, or would put an actor on two sides.</exception>
    /// <exception cref="ProtocolException">No such protocol.</exception>
    public static CrossValidationFolder Merge(
        CrossValidationRequest request, IProgress<CrossValidationEvent>? progress, CancellationToken cancellation)
    {
        var forward = progress is null ? null : new Forward(progress);
        var (recordings, named, _) = Check(request, forward, cancellation);
        // Before the corpus is opened, which makes features that are missing.
        PooledRuns.RequireNoOthers(request.Folder, RunsOf(request, named.Folds));
        RequireFinished(request, named);
        using var corpus = SessionCorpus.Open(request.Training, recordings, forward, cancellation);
        var plan = PlanOf(request, recordings, corpus);
        PooledRuns.RequireNoOthers(request.Folder, RunsOf(request, plan.Folds));
        return Collect(request, plan, corpus).Finished!;
    }

    private static void RequireFinished(CrossValidationRequest request, FoldPlan plan)
    {
        var missing = MissingOf(request, plan);
        if (missing.Length > 0)
        {
            throw new CrossValidationException($"{request.Folder}: {missing.Length} of {plan.Folds.Count * request.Seeds.Count} runs are missing or not finished: "
                + $"{string.Join(", ", missing.Select(run => $"fold {run.Fold} seed {run.Seed}"))}; "
                + "'emotion crossval --fold-index' runs a fold, or copy the folders of its runs here");
        }
    }

    private static FoldAndSeed[] MissingOf(CrossValidationRequest request, FoldPlan plan) =>
        [.. RunsOf(request, plan.Folds).Where(run => StoredRun.Find(run) is null).Select(run => new FoldAndSeed(run.Fold, run.Seed))];

    // Planned again, as an actor whose every recording is refused is not there.
    private static FoldPlan PlanOf(CrossValidationRequest request, SessionRecordings recordings, SessionCorpus corpus)
    {
        var plan = Plan(request, recordings, [.. corpus.Rows.Keys.Select(clip => clip.Actor).Distinct()]);
        foreach (var (run, record) in FinishedRuns(request, plan))
            StoredRun.RequireSameSides(record, run, corpus);
        return plan;
    }

    private static CrossValidationOutcome Collect(CrossValidationRequest request, FoldPlan plan, SessionCorpus corpus)
    {
        _ = PrecisionOf(request);
        var runs = RunsOf(request, plan.Folds).ToArray();
        var missing = MissingOf(request, plan);
        if (missing.Length > 0 || request.FoldIndex is not null)
            return new CrossValidationOutcome(plan, missing, null, corpus.Refused);
        var collected = CrossValidationFolder.Collect(
            request.Folder, runs, plan.Skipped, fold => new SessionFold(request.RunOf(fold, request.Seeds[0]), corpus).TrainingCounts);
        // The first run's record has the name that its recipe had, and lists what was refused, when it was made.
        var (result, name) = (collected.Result, request.Training.Recipe.Name);
        var options = result.Options with { Recipe = result.Options.Recipe with { Name = name } };
        var finished = collected with { Result = result with { Recipe = name, Options = options, Refused = corpus.Refused } };
        using var alone = FileLock.TryTake(Path.Combine(request.Folder, RunFolder.LockFile), deletes: true)
            ?? throw new CrossValidationException($"{request.Folder}: another command is writing the scores of these runs; wait for its end");
        DurableFile.DeleteLeftovers(
            request.Folder, name => name is CrossValidationFolder.ResultFile or RunPredictions.TestFile or RunPredictions.ValidationFile || ReportFiles.IsReport(name));
        finished.Write();
        ReportFiles.Write(ReportSource.Of(finished) with { LogMel = corpus.LogMelOf }, request.Folder);
        return new CrossValidationOutcome(plan, [], finished, corpus.Refused);
    }

    /// <summary>Checks everything that names and the folder's finished runs can tell, before features are made and runs begin.</summary>
    /// <returns>The recordings, the folds that their names make possible, and whether all of the runs are finished.</returns>
    internal static (SessionRecordings Recordings, FoldPlan Plan, bool IsFinished) Check(
        CrossValidationRequest request, IProgress<TrainingEvent>? progress, CancellationToken cancellation)
    {
        var recordings = SessionRecordings.Find(request.Training, progress, cancellation);
        var plan = Plan(request, recordings, recordings.Named.Actors);
        return (recordings, plan, FinishedRuns(request, plan).Count == request.Seeds.Count * plan.Folds.Count);
    }

    private static FoldPlan Plan(CrossValidationRequest request, SessionRecordings recordings, IReadOnlyCollection<int> actors) =>
        FoldPlan.Create(recordings.Protocol, actors, !request.Training.NoValidation).Take(request.Folds);

    /// <summary>Checks what is asked for against what the folder holds.</summary>
    /// <returns>The finished runs.</returns>
    private static IReadOnlyList<(TrainingRequest Run, RunRecord Record)> FinishedRuns(CrossValidationRequest request, FoldPlan plan)
    {
        _ = FoldsAskedFor(request, plan);
        _ = PrecisionOf(request);
        if (request.FoldIndex is null)
            PooledRuns.RequireAll(request, plan.Folds);
        var found = RunsOf(request, plan.Folds).Select(run => (Run: run, Record: StoredRun.Find(run)));
        return [.. found.Where(pair => pair.Record is not null).Select(pair => (pair.Run, pair.Record!))];
    }

    /// <summary>The precision of the next run: the one named, else that of the finished ones; null: it is to be measured.</summary>
    /// <exception cref="CrossValidationException">None is named, and the finished ones have different ones.</exception>
    private static Precision? PrecisionOf(CrossValidationRequest request) =>
        request.Training.Precision ?? SettledPrecision.Of(request.From is { } from ? [request.Folder, from] : [request.Folder]) ?? request.Settled;

    private static void RunMissing(
        CrossValidationRequest request, FoldPlan plan, SessionCorpus corpus, IProgress<CrossValidationEvent>? progress, CancellationToken cancellation)
    {
        TrainingRequest[] runs = [.. RunsOf(request, FoldsAskedFor(request, plan))];
        Array.ForEach(runs, run => RunFolder.FinishClearing(run.RunFolder));
        var isFinished = runs.Select(run => StoredRun.Find(run) is not null).ToArray();
        progress?.Report(new CrossValidationEvent.Planned(plan, runs.Length, isFinished.Count(finished => finished)));
        foreach (var (index, run) in runs.Index().Where(run => !isFinished[run.Index]))
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new CrossValidationEvent.RunStarted(run.Fold, run.Seed, index + 1, runs.Length));
            // Looked for again, since it may have been finished there meanwhile.
            var taken = request.From is { } from ? GroupedRun.Take(run, from, corpus) : null;
            var record = taken ?? Train(run, PrecisionOf(request), corpus, progress is null ? null : new Forward(progress), cancellation);
            progress?.Report(new CrossValidationEvent.RunFinished(record, taken is null ? null : request.From));
        }
    }

    private static RunRecord Train(
        TrainingRequest run, Precision? precision, SessionCorpus corpus, IProgress<TrainingEvent>? progress, CancellationToken cancellation)
    {
        try
        {
            return TrainingSession.Run(run with { Precision = precision, Resume = true }, corpus, progress, cancellation).Record;
        }
        catch (InvalidDataException) when (run.Precision != precision && File.Exists(Path.Combine(run.RunFolder, Checkpoint.FileName)))
        {
            // Begun before the precision was settled, it goes on with the one that it measured; where that differs, nothing is pooled.
            return TrainingSession.Run(run with { Resume = true }, corpus, progress, cancellation).Record;
        }
    }

    private static IEnumerable<TrainingRequest> RunsOf(CrossValidationRequest request, IReadOnlyList<int> folds) =>
        request.Seeds.SelectMany(seed => folds.Select(fold => request.RunOf(fold, seed)));

    private static IReadOnlyList<int> FoldsAskedFor(CrossValidationRequest request, FoldPlan plan)
    {
        if (request.FoldIndex is not { } fold)
            return plan.Folds;
        if (plan.Folds.Contains(fold))
            return [fold];
        throw new CrossValidationException(plan.Skipped.FirstOrDefault(skipped => skipped.Fold == fold) is { } skipped
            ? $"fold {fold}: none of its test actors is there ({ActorList.Describe(skipped.MissingTest)}); {Possible(plan)}"
            : $"fold {fold}: the protocol has no such fold; {Possible(plan)}");
    }

    private static string Possible(FoldPlan plan) => $"folds {string.Join(", ", plan.Folds)} can be run";

    private sealed class Forward(IProgress<CrossValidationEvent> progress) : IProgress<TrainingEvent>
    {
        public void Report(TrainingEvent value) => progress.Report(new CrossValidationEvent.InTraining(value));
    }
}
