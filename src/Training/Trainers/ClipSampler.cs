using EmotionGpu.Features.SpecAugment;

namespace EmotionGpu.Training.Trainers;

/// <summary>The order in which an epoch goes through the training clips.</summary>
public static class ClipSampler
{
    private const long Stream = 1;

    /// <summary>Each clip once, shuffled (Fisher and Yates).</summary>
    /// <param name="clips">Number of clips.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    public static int[] Shuffled(int clips, int seed, int epoch)
    {
        var random = new CounterRandom((ulong)seed, Stream, epoch);
        var order = Enumerable.Range(0, clips).ToArray();
        for (var i = clips - 1; i > 0; i--)
        {
            var j = random.NextInt(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    /// <summary>
    /// What the crop, masks and so on of each place in an order are drawn by: the clip's index the first time it comes, and numbers that no clip
    /// has when it comes again, so that it does not look the same twice.
    /// </summary>
    /// <param name="order">Indices of clips.</param>
    /// <param name="clips">Number of clips.</param>
    public static int[] Draws(int[] order, int clips)
    {
        var seen = new int[clips];
        return Array.ConvertAll(order, clip => checked(clip + clips * seen[clip]++));
    }

    /// <summary>As many draws as there are clips, with replacement: a class first, each that has clips as likely as another, then one of its clips.</summary>
    /// <param name="labels">Class of each clip.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    public static int[] Balanced(IReadOnlyList<int> labels, int seed, int epoch)
    {
        var random = new CounterRandom((ulong)seed, Stream, epoch);
        var byClass = Enumerable.Range(0, labels.Count).GroupBy(clip => labels[clip]).OrderBy(group => group.Key)
            .Select(group => group.ToArray()).ToArray();
        var order = new int[labels.Count];
        for (var i = 0; i < order.Length; i++)
        {
            var members = byClass[random.NextInt(byClass.Length)];
            order[i] = members[random.NextInt(members.Length)];
        }

        return order;
    }
}
