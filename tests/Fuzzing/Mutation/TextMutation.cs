using System.Text;

namespace EmotionGpu.Fuzzing.Mutation;

/// <summary>Changes to text that separators divide: tables, query strings, heads of requests.</summary>
internal static class TextMutation
{
    /// <summary>One change.</summary>
    /// <param name="input">Not changed.</param>
    /// <param name="separators">Single characters that divide it.</param>
    /// <param name="words">Pieces that mean something to the format.</param>
    /// <param name="random">Every choice.</param>
    public static byte[] Apply(byte[] input, string separators, IReadOnlyList<string> words, Random random)
    {
        if (random.Next(5) == 0)
            return ByteMutation.Apply(input, random, [.. words.Select(Encoding.UTF8.GetBytes)]);
        var pieces = Pieces(Encoding.Latin1.GetString(input), separators);
        var at = random.Next(pieces.Count);
        switch (random.Next(7))
        {
            case 0:
                pieces[at] = Boundary.Text(random);
                break;
            case 1:
                pieces[at] = Latin(words[random.Next(words.Count)]);
                break;
            case 2:
                pieces.RemoveAt(at);
                break;
            case 3:
                pieces.Insert(at, pieces[random.Next(pieces.Count)]);
                break;
            case 4:
                pieces[at] = pieces[random.Next(pieces.Count)];
                break;
            case 5:
                pieces[at] = string.Concat(Enumerable.Repeat(pieces[at], 1 << random.Next(1, 7)));
                break;
            default:
                pieces.Insert(at, Latin(words[random.Next(words.Count)]));
                break;
        }

        return Encoding.Latin1.GetBytes(string.Concat(pieces));
    }

    private static string Latin(string word) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(word));

    // Separators are pieces of their own.
    private static List<string> Pieces(string text, string separators)
    {
        var pieces = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var length = text.AsSpan(start).IndexOfAny(separators);
            length = length < 0 ? text.Length - start : Math.Max(1, length);
            pieces.Add(text.Substring(start, length));
            start += length;
        }

        return pieces.Count > 0 ? pieces : [""];
    }
}
