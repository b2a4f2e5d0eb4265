using System.IO.Hashing;
using System.Text;

namespace EmotionGpu.Fuzzing.Mutation;

/// <summary>Changes to manifests by their lines; mostly the appends' hashes are made right again, without which no line is looked at.</summary>
internal static class ManifestMutation
{
    private const string Mark = ",\"append\":{\"lines\":";

    /// <summary>One change.</summary>
    public static byte[] Apply(byte[] input, Random random)
    {
        if (random.Next(6) == 0)
            return ByteMutation.Apply(input, random, [Encoding.ASCII.GetBytes(Mark), "\n"u8.ToArray()]);
        // Latin-1 keeps every byte as it is.
        var lines = Encoding.Latin1.GetString(input).Split('\n').Select(WithoutMark).ToList();
        var at = random.Next(lines.Count);
        switch (random.Next(8))
        {
            case 0:
                lines.Insert(at, lines[random.Next(lines.Count)]);
                break;
            case 1:
                lines.RemoveAt(at);
                break;
            case 2:
                lines.InsertRange(at, Enumerable.Repeat(lines[at], 1 << random.Next(7)));
                break;
            case 3:
                lines.Insert(at, "");
                break;
            default:
                lines[at] = Encoding.Latin1.GetString(JsonMutation.Apply(Encoding.Latin1.GetBytes(lines[at]), random));
                break;
        }

        return Encoding.Latin1.GetBytes(Marked(lines, random));
    }

    private static string WithoutMark(string line) => line.LastIndexOf(Mark, StringComparison.Ordinal) is >= 0 and var mark ? $"{line[..mark]}}}" : line;

    private static string Marked(List<string> lines, Random random)
    {
        var text = new StringBuilder();
        for (var done = 0; done < lines.Count;)
        {
            var count = random.Next(3) == 0 ? random.Next(1, lines.Count - done + 1) : lines.Count - done;
            var append = string.Join('\n', lines.Skip(done).Take(count));
            append = append.EndsWith('}') ? append[..^1] : append;
            var told = random.Next(16) == 0 ? Boundary.Integer(random) : count;
            var hash = Convert.ToHexStringLower(XxHash128.Hash(Encoding.Latin1.GetBytes(append)));
            text.Append(append).Append(Mark).Append(told).Append(",\"xxh128\":\"").Append(hash).Append("\"}}\n");
            done += count;
        }

        return text.ToString();
    }
}
