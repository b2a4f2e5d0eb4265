using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace EmotionGpu.Features.Cache;

/// <summary>Where one tensor of a shard lies: float16, dB, C order [mel, frame].</summary>
/// <param name="Name">Its key.</param>
/// <param name="Mels">Number of mel bands.</param>
/// <param name="Frames">Number of frames.</param>
/// <param name="Offset">Of its first byte in the file.</param>
/// <param name="Bytes">2·Mels·Frames.</param>
internal sealed record ShardTensor(string Name, int Mels, int Frames, long Offset, long Bytes);

/// <summary>
/// A shard's header, read with suspicion: 8 bytes little-endian length, that many bytes of JSON, then the tensors, without gap or
/// overlap to the end of the file (https://huggingface.co/docs/safetensors/index#format).
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>What to do about a damaged shard.</summary>
    internal const string Advice = "'cache build' makes it again";

    /// <summary>As in the reference implementation: longer headers are an attack or an accident.</summary>
    private const int LongestHeader = 100_000_000;

    private readonly byte[] _json;

    private SafetensorsHeader(string path, byte[] json, IReadOnlyDictionary<string, ShardTensor> tensors)
    {
        Path = path;
        _json = json;
        Tensors = tensors;
    }

    public string Path { get; }

    /// <summary>By name, in the order of the file.</summary>
    public IReadOnlyDictionary<string, ShardTensor> Tensors { get; }

    /// <summary>Whether the header and the file's name are, byte for byte, those that a build gives a shard of these tensors.</summary>
    public bool IsCanonical(string options, string fileName) =>
        fileName == CacheFormat.ShardName(options, Tensors.Keys)
        && SafetensorsWriter.Header(options, Tensors.Values.Select(tensor => (tensor.Name, tensor.Mels, tensor.Frames)))
            .AsSpan(8).SequenceEqual(_json);

    /// <summary>Reads and checks the header of an open file.</summary>
    /// <exception cref="CacheCorruptException">It is not that of a whole shard.</exception>
    public static SafetensorsHeader Read(SafeFileHandle file, string path)
    {
        var fileLength = RandomAccess.GetLength(file);
        Span<byte> prefix = stackalloc byte[8];
        if (fileLength < 8 || RandomAccess.Read(file, prefix, 0) != 8)
            throw Corrupt(path, $"{fileLength} bytes, too short for a header");

        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > LongestHeader || (long)length > fileLength - 8)
            throw Corrupt(path, $"its header says {length} bytes, the file has {fileLength}");

        var json = new byte[length];
        for (var read = 0; read < json.Length;)
        {
            var now = RandomAccess.Read(file, json.AsSpan(read), 8 + read);
            if (now == 0)
                throw Corrupt(path, "it became shorter while it was read");
            read += now;
        }

        return Parse(json, path, fileLength);
    }

    /// <summary>Opens a shard's file for reading.</summary>
    /// <exception cref="CacheCorruptException">It is missing.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read. That, as the next, says nothing about what it holds.</exception>
    /// <exception cref="IOException">It cannot be opened now.</exception>
    public static SafeFileHandle Open(string path)
    {
        try
        {
            return File.OpenHandle(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CacheCorruptException($"{path}: is missing; 'cache build' makes it again", error);
        }
    }

    private static SafetensorsHeader Parse(byte[] json, string path, long fileLength)
    {
        var tensors = new OrderedDictionary<string, ShardTensor>();
        var start = 8L + json.Length;
        var end = start;
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Name == "__metadata__")
                    continue;
                var tensor = ParseTensor(property, start, fileLength, path);
                tensors.Add(tensor.Name, tensor);
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new CacheCorruptException($"{path}: its header is not that of safetensors ({error.Message}); {Advice}", error);
        }

        foreach (var tensor in tensors.Values.OrderBy(tensor => tensor.Offset))
        {
            if (tensor.Offset != end)
                throw Corrupt(path, $"tensor {tensor.Name} starts at byte {tensor.Offset} where the one before ends at {end}");
            end += tensor.Bytes;
        }

        return end == fileLength
            ? new SafetensorsHeader(path, json, tensors)
            : throw Corrupt(path, $"its tensors end at byte {end}, the file at {fileLength}");
    }

    private static ShardTensor ParseTensor(JsonProperty property, long start, long fileLength, string path)
    {
        var dtype = property.Value.GetProperty("dtype").GetString();
        var shape = property.Value.GetProperty("shape");
        var offsets = property.Value.GetProperty("data_offsets");
        if (dtype != "F16" || shape.GetArrayLength() != 2 || offsets.GetArrayLength() != 2)
            throw Corrupt(path, $"tensor {property.Name} is {dtype} {shape.GetRawText()}, F16 of 2 dimensions is wanted");

        var (mels, frames) = (shape[0].GetInt32(), shape[1].GetInt32());
        var (begin, end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        // Two int32 factors and the 2 bytes of a half fit int64 twice over.
        if (mels <= 0 || frames <= 0 || (long)mels * frames > Array.MaxLength)
            throw Corrupt(path, $"tensor {property.Name} has shape [{mels}, {frames}]");
        if (begin < 0 || end > fileLength - start || end - begin != 2L * mels * frames)
            throw Corrupt(path, $"tensor {property.Name} of shape [{mels}, {frames}] lies at bytes {begin} to {end} of {fileLength - start}");
        return new ShardTensor(property.Name, mels, frames, start + begin, end - begin);
    }

    private static CacheCorruptException Corrupt(string path, FormattableString problem) =>
        new($"{path}: {FormattableString.Invariant(problem)}; {Advice}");

    private static CacheCorruptException Corrupt(string path, string problem) => new($"{path}: {problem}; {Advice}");
}
