namespace EmotionGpu.Training.Corpora;

/// <summary>Actors in words.</summary>
public static class ActorList
{
    /// <summary><c>no actors</c>, <c>1 actor (5)</c>, <c>3 actors (1, 2, 7)</c>; ascending.</summary>
    public static string Describe(IEnumerable<int> actors)
    {
        int[] sorted = [.. actors.Order()];
        return sorted.Length switch
        {
            0 => "no actors",
            1 => $"1 actor ({sorted[0]})",
            _ => $"{sorted.Length} actors ({string.Join(", ", sorted)})",
        };
    }
}
