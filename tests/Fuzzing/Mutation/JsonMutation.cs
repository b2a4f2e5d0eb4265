using System.Buffers;
using System.Text;

namespace EmotionGpu.Fuzzing.Mutation;

/// <summary>
/// Changes to JSON by its values: each is found by its first and last character, so that damaged documents can be changed on as well.
/// </summary>
internal static class JsonMutation
{
    private static readonly SearchValues<byte> WordEnds = SearchValues.Create(" ,:[]{}\"\n\r\t"u8);

    private static readonly string[] Values =
    [
        "null", "true", "false", "[]", "{}", "\"\"", "[[]]", "[null]", "{\"\":null}", "\"\\u0000\"", "\"\\ud800\"", "\"\u00e9\\n\"", "[0,0]", "[1]", "[1,2,3]", "\"F16\"", "\"F32\"", "\"..\"",
        "\"../../x\"", "\"a/b\"", "\"NaN\"", "tru", "'a'", "\"", "//", "/**/1",
    ];

    /// <summary>One change, by a value where there is one.</summary>
    /// <param name="json">Not changed.</param>
    /// <param name="random">Every choice.</param>
    public static byte[] Apply(ReadOnlySpan<byte> json, Random random)
    {
        var values = Find(json);
        if (values.Count == 0 || random.Next(10) == 0)
            return ByteMutation.Apply(json.ToArray(), random, []);
        var (start, length) = values[random.Next(values.Count)];
        var other = values[random.Next(values.Count)];
        return random.Next(8) switch
        {
            0 or 1 => Replaced(json, start, length, Encoding.UTF8.GetBytes(Boundary.Text(random))),
            2 or 3 => Replaced(json, start, length, Encoding.UTF8.GetBytes(Values[random.Next(Values.Length)])),
            4 => Replaced(json, start, length, json.Slice(other.Start, other.Length)),
            5 => Replaced(json, start, length, [.. json.Slice(start, length), (byte)',', .. json.Slice(other.Start, other.Length)]),
            6 => Removed(json, start, length),
            _ => Replaced(json, start, length, Large(json.Slice(start, length), random)),
        };
    }

    /// <summary>Where the values and names of a document lie.</summary>
    private static List<(int Start, int Length)> Find(ReadOnlySpan<byte> json)
    {
        var found = new List<(int Start, int Length)>();
        var open = new Stack<int>();
        for (var i = 0; i < json.Length; i++)
        {
            var letter = json[i];
            if (letter is (byte)'{' or (byte)'[')
            {
                open.Push(i);
            }
            else if (letter is (byte)'}' or (byte)']')
            {
                if (open.TryPop(out var start))
                    found.Add((start, i + 1 - start));
            }
            else if (letter > ' ' && letter is not ((byte)',' or (byte)':'))
            {
                var length = letter == '"' ? TextLength(json[i..]) : WordLength(json[i..]);
                found.Add((i, length));
                i += length - 1;
            }
        }

        return found;
    }

    private static int TextLength(ReadOnlySpan<byte> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == '"')
                return i + 1;
        }

        return text.Length;
    }

    private static int WordLength(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAny(WordEnds);
        return end < 0 ? text.Length : Math.Max(1, end);
    }

    private static byte[] Replaced(ReadOnlySpan<byte> json, int start, int length, ReadOnlySpan<byte> value) => [.. json[..start], .. value, .. json[(start + length)..]];

    // With the comma or the name that belongs to it, mostly.
    private static byte[] Removed(ReadOnlySpan<byte> json, int start, int length)
    {
        var end = start + length;
        if (end < json.Length && json[end] == ',')
            end++;
        else if (start > 0 && json[start - 1] == ',')
            start--;
        return [.. json[..start], .. json[end..]];
    }

    private static byte[] Large(ReadOnlySpan<byte> value, Random random)
    {
        var count = 1 << random.Next(4, 10);
        if (value is [(byte)'"', ..] && random.Next(2) == 0)
            return [(byte)'"', .. Enumerable.Repeat((byte)(random.Next(2) == 0 ? 'a' : '\\'), count), (byte)'"'];
        if (random.Next(2) == 0)
            return [.. Enumerable.Repeat((byte)'[', count), .. Enumerable.Repeat((byte)']', count)];
        var many = new List<byte>(count * (value.Length + 1)) { (byte)'[' };
        for (var i = 0; i < count && many.Count < 1 << 14; i++)
        {
            many.AddRange(value);
            many.Add((byte)',');
        }

        many[^1] = (byte)']';
        return [.. many];
    }
}
