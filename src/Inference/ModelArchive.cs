using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text.Json;

namespace EmotionGpu.Inference;

/// <summary>
/// Finds the ONNX file and the card in a <c>model.zip</c>. ML.NET's OnnxTransformer saves it as the entry <c>OnnxModel</c> of its own folder: an int32
/// with the length, little-endian, then the bytes.
/// </summary>
internal static class ModelArchive
{
    /// <summary>A ResNet18 has 45 MB.</summary>
    public const long MaxOnnxBytes = 512L << 20;

    /// <summary>What else is in the zip file is a few hundred bytes an entry.</summary>
    private const long MaxFileBytes = MaxOnnxBytes + (16L << 20);

    /// <summary>Weights become smaller by a tenth or by half; what becomes smaller by more than this factor was made to fill memory.</summary>
    private const long MaxCompression = 50;

    /// <summary>Up to so many bytes an entry may be as compressible as it likes: a network of zeros, say.</summary>
    private const long SmallEntry = 16 << 20;

    /// <summary>What to do about a file that was a model once.</summary>
    public const string Damaged = "The file is damaged; train again or copy it anew.";

    private const string EntryName = "OnnxModel";

    /// <summary>What to give instead of a file that never was a model.</summary>
    public const string Wanted = "Give the model.zip that the command train writes.";

    /// <summary>A card has a few thousand.</summary>
    private const long MaxCardBytes = 1 << 20;

    /// <summary>The ONNX file's bytes, and the card where there is one.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="ModelFormatException">Not a model.zip of this program.</exception>
    public static (byte[] Onnx, ModelCard? Card) Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
        var length = file.Length;
        if (length > MaxFileBytes)
            throw new ModelFormatException(path, $"a file of {length} bytes; up to {MaxFileBytes} bytes are supported. {Wanted}");
        try
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read);
            RequireNamesWithin(zip, path);
            return (Onnx(OnnxEntry(zip, path), path), zip.GetEntry(ModelCard.EntryName) is { } card ? Card(card, path) : null);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw new ModelFormatException(path, $"not a readable zip file ({length} bytes; {error.Message}). {Wanted}", error);
        }
    }

    // Nothing is unpacked here, but others may unpack what this program takes for a model.
    private static void RequireNamesWithin(ZipArchive zip, string path)
    {
        if (zip.Entries.FirstOrDefault(entry => LeadsOut(entry.FullName)) is { } entry)
            throw new ModelFormatException(path, $"an entry's name leads out of the folder that it would be unpacked to ({entry.FullName}). {Wanted}");
    }

    private static bool LeadsOut(string name) => name.Split('/', '\\') is var parts && (parts[0].Length == 0 || parts[0].Contains(':') || parts.Contains(".."));

    private static ZipArchiveEntry OnnxEntry(ZipArchive zip, string path)
    {
        var found = zip.Entries.Where(entry => entry.Name == EntryName).Take(2).ToArray();
        return found.Length == 1
            ? found[0]
            : throw new ModelFormatException(path,
                $"a zip file with {(found.Length == 0 ? "no" : "more than one")} network in it (entry {EntryName}), one was wanted. {Wanted}");
    }

    private static byte[] Onnx(ZipArchiveEntry entry, string path)
    {
        var length = entry.Length - sizeof(int);
        if (length is <= 0 or > MaxOnnxBytes || IsBomb(entry))
        {
            throw new ModelFormatException(path,
                $"a network of {entry.Length} bytes, compressed to {entry.CompressedLength}; up to {MaxOnnxBytes} bytes are supported. {Damaged}");
        }

        using var stream = entry.Open();
        Span<byte> prefix = stackalloc byte[sizeof(int)];
        stream.ReadExactly(prefix);
        var told = BinaryPrimitives.ReadInt32LittleEndian(prefix);
        if (told != length)
            throw new ModelFormatException(path, $"the network should have {told} bytes and has {length}. {Damaged}");

        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        var checksum = new Crc32();
        checksum.Append(prefix);
        checksum.Append(bytes);
        return checksum.GetCurrentHashAsUInt32() == entry.Crc32
            ? bytes
            : throw new ModelFormatException(path, $"the network's checksum is not the zip file's. {Damaged}");
    }

    private static bool IsBomb(ZipArchiveEntry entry) => entry.Length > SmallEntry && entry.Length / MaxCompression > entry.CompressedLength;

    private static ModelCard Card(ZipArchiveEntry entry, string path)
    {
        if (entry.Length > MaxCardBytes)
            throw new ModelFormatException(path, $"a card of {entry.Length} bytes; up to {MaxCardBytes} bytes are supported. {Damaged}");
        try
        {
            using var stream = entry.Open();
            var json = new byte[entry.Length];
            stream.ReadExactly(json);
            return ModelCard.FromJson(json);
        }
        catch (JsonException error)
        {
            throw new ModelFormatException(path, $"its card {entry.FullName} is none ({error.Message}). {Damaged}", error);
        }
    }
}
