using EmotionGpu.Training.Data;

namespace EmotionGpu.Training.Trainers;

/// <summary>One step's clips, ready for the network.</summary>
/// <param name="Values">float32 [clip, mel, frame]; valid until the next batch is asked for.</param>
/// <param name="Labels">Class of each clip.</param>
/// <param name="Mix">How the batch was mixed with itself; null: not at all.</param>
internal sealed record TrainingBatch(Memory<float> Values, long[] Labels, MixupDraw? Mix);

/// <summary>The batches of an epoch; the next one is composed on another thread while the caller works on the last.</summary>
/// <param name="composer">Asked from one thread at a time, and not once an epoch is over.</param>
/// <param name="clips">The training clips.</param>
/// <param name="recipe">Sampler, augmentation, mixup, clips a batch.</param>
/// <param name="seed">The run's seed.</param>
internal sealed class TrainingBatches(BatchComposer composer, ClipTable clips, Recipe recipe, int seed)
{
    // One is read while the other is filled.
    private readonly float[][] _buffers =
        [.. Enumerable.Range(0, 2).Select(_ => new float[Math.Min(recipe.BatchSize, clips.Clips.Count) * composer.ValuesPerClip])];

    /// <summary>Steps an epoch; the last one may be smaller than the others.</summary>
    public int Steps { get; } = (clips.Clips.Count + recipe.BatchSize - 1) / recipe.BatchSize;

    /// <summary>Shape of a batch as the network takes it: [clip, 1, mel, frame].</summary>
    public long[] Shape(int batch) => composer.Shape(batch);

    /// <summary>An epoch's batches in order. They hang on seed and epoch alone.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    public IEnumerable<TrainingBatch> Epoch(int epoch)
    {
        var order = recipe.BalancedSampler
            ? ClipSampler.Balanced(clips.Labels, seed, epoch)
            : ClipSampler.Shuffled(clips.Labels.Count, seed, epoch);
        var draws = ClipSampler.Draws(order, clips.Labels.Count);
        var next = Task.Run(() => Compose(order, draws, epoch, 0));
        try
        {
            for (var step = 0; step < Steps; step++)
            {
                var batch = next.GetAwaiter().GetResult();
                var following = step + 1;
                if (following < Steps)
                    next = Task.Run(() => Compose(order, draws, epoch, following));
                yield return batch;
            }
        }
        finally
        {
            // Whoever leaves early may give the backend away: nothing may still be computing on it. Its result no longer matters.
            ((IAsyncResult)next).AsyncWaitHandle.WaitOne();
        }
    }

    private TrainingBatch Compose(int[] order, int[] draws, int epoch, int step)
    {
        var (first, count) = (step * recipe.BatchSize, Math.Min(recipe.BatchSize, order.Length - step * recipe.BatchSize));
        var members = order.AsSpan(first, count);
        var mix = recipe.MixupAlpha > 0 ? MixupDraw.Draw(recipe.MixupAlpha, members.Length, seed, epoch, step) : null;
        var values = _buffers[step % 2].AsMemory(0, members.Length * composer.ValuesPerClip);
        composer.Augmented(members, draws.AsSpan(first, count), epoch, recipe.SpecAugment, recipe.Augment, mix, values.Span);
        var labels = new long[members.Length];
        for (var i = 0; i < labels.Length; i++)
            labels[i] = clips.Labels[members[i]];
        return new TrainingBatch(values, labels, mix);
    }
}
