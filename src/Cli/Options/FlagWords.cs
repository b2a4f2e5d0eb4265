namespace EmotionGpu.Cli.Options;

/// <summary>Flags and their values, word by word, as they are typed.</summary>
internal static class FlagWords
{
    /// <summary>Flags on top of others: one that both have keeps the upper's value.</summary>
    /// <param name="lower">The flags below.</param>
    /// <param name="upper">The flags on top.</param>
    public static IReadOnlyList<string> Over(IReadOnlyList<string> lower, IReadOnlyList<string> upper)
    {
        var kept = new List<string>();
        var isReplaced = false;
        foreach (var word in lower)
        {
            // A value that is a number may start with "-", never with "--".
            if (word.StartsWith("--", StringComparison.Ordinal))
                isReplaced = upper.Contains(word);
            if (!isReplaced)
                kept.Add(word);
        }

        return [.. kept, .. upper];
    }
}
