using System.IO.Compression;

namespace EmotionGpu.Fuzzing.Mutation;

/// <summary>Changes to a model.zip: the zip file's own bytes, its entries, the network, the card.</summary>
internal static class ModelMutation
{
    private const string Network = "OnnxModel";

    private static readonly string[] Names =
        ["OnnxModel", "a/OnnxModel", "../OnnxModel", "/OnnxModel", "a\\OnnxModel", "..\\..\\OnnxModel", "card.json", "a/card.json", "../../card.json", "Version.txt", "", new('x', 1000)];

    private static readonly byte[][] Signatures = [[0x50, 0x4B, 3, 4], [0x50, 0x4B, 1, 2], [0x50, 0x4B, 5, 6], [0x50, 0x4B, 6, 6], [0x50, 0x4B, 6, 7], [1, 0, 28, 0]];

    /// <summary>One change.</summary>
    public static byte[] Apply(byte[] input, Random random)
    {
        if (random.Next(8) == 0 || Entries(input) is not { Count: > 0 } entries)
            return ByteMutation.Apply(input, random, Signatures);
        var at = random.Next(entries.Count);
        switch (random.Next(16))
        {
            case 0:
                entries[at] = (Names[random.Next(Names.Length)], entries[at].Bytes);
                break;
            case 1:
                entries.Insert(at, (Names[random.Next(Names.Length)], ByteMutation.RandomBytes(random, random.Next(64))));
                break;
            case 2:
                entries.Add(("card.json", JsonMutation.Apply("{\"recipe\":\"r\",\"corpus\":\"demo\",\"clips\":1,\"actors\":1,\"scores\":null,\"points\":[]}"u8, random)));
                break;
            case 3:
                entries.RemoveAt(at);
                break;
            case 4:
                entries[at] = (entries[at].Name, new byte[1 << random.Next(10, 21)]);
                break;
            default:
                entries[at] = (entries[at].Name, Content(entries[at], random));
                break;
        }

        return Zip(entries);
    }

    /// <summary>A zip file.</summary>
    public static byte[] Zip(IReadOnlyList<(string Name, byte[] Bytes)> entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                var entry = zip.CreateEntry(name.Length > 0 ? name : " ", CompressionLevel.Fastest);
                entry.LastWriteTime = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var stream = entry.Open();
                stream.Write(content);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>A network as ML.NET puts it into its entry: behind its length.</summary>
    public static byte[] Prefixed(byte[] onnx) => [.. BitConverter.GetBytes(onnx.Length), .. onnx];

    private static byte[] Content((string Name, byte[] Bytes) entry, Random random)
    {
        if (entry.Name.EndsWith(".json", StringComparison.Ordinal))
            return JsonMutation.Apply(entry.Bytes, random);
        if (!entry.Name.EndsWith(Network, StringComparison.Ordinal) || entry.Bytes.Length < sizeof(int))
            return ByteMutation.Apply(entry.Bytes, random, []);
        var onnx = ProtobufMutation.Apply(entry.Bytes.AsSpan(sizeof(int)), random);
        return random.Next(20) == 0 ? [.. BitConverter.GetBytes((int)Boundary.Integer(random)), .. onnx] : Prefixed(onnx);
    }

    // Null: no zip file any more.
    private static List<(string Name, byte[] Bytes)>? Entries(byte[] input)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(input));
            return [.. zip.Entries.Select(entry => (entry.FullName, Read(entry)))];
        }
        catch (Exception error) when (error is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }

    private static byte[] Read(ZipArchiveEntry entry)
    {
        if (entry.Length > 1 << 22)
            throw new InvalidDataException("too large to be changed on");
        using var stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
