using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using EmotionGpu.Features.Cache;
using EmotionGpu.Inference;
using EmotionGpu.Training.Models;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Export;

/// <summary>
/// A network's state dict as a safetensors file (huggingface.co/docs/safetensors): the tensors' names and shapes are torchvision's, so
/// <c>safetensors.torch.load_file</c> reads it into a torchvision ResNet18 with one input channel. F32, counters I64, little-endian.
/// </summary>
public static class SafetensorsWeights
{
    /// <summary>The longest header that is read: a state dict of this program's networks has about 15 KB.</summary>
    private const int MaxHeaderBytes = 1 << 20;

    /// <summary>Writes or replaces a file, atomically; the same weights give the same bytes.</summary>
    /// <param name="network">On any device.</param>
    /// <param name="path">Where; the folder must exist.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(EmotionNetwork network, string path)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        // Larger elements first, as the reference implementation does, so that all are aligned.
        var tensors = network.state_dict().Select(entry => (Name: entry.Key, Value: entry.Value.detach().cpu().contiguous()))
            .OrderByDescending(tensor => tensor.Value.element_size()).ThenBy(tensor => tensor.Name, StringComparer.Ordinal).ToArray();
        var header = new JsonObject { ["__metadata__"] = new JsonObject { ["format"] = "pt" } };
        var offset = 0L;
        foreach (var (name, tensor) in tensors)
        {
            header[name] = Describe(tensor, offset);
            offset += tensor.bytes.Length;
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        var padding = (8 - json.Length % 8) % 8;
        DurableFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, json.Length + padding);
            stream.Write(length);
            stream.Write(json);
            stream.Write("       "u8[..padding]);
            foreach (var (_, tensor) in tensors)
                stream.Write(tensor.bytes);
        });
    }

    /// <summary>Reads a file that <see cref="Save"/> wrote into a network of the same architecture and classes.</summary>
    /// <param name="network">On any device; unchanged when the file does not fit.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFormatException">Not such a file, or the weights of another network.</exception>
    public static void Load(EmotionNetwork network, string path)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var weights = network.state_dict();
        using var file = File.OpenRead(path);
        var header = ReadHeader(file, path);
        if (header.Count != weights.Count)
            throw Mismatch(path, $"{header.Count} tensors: {weights.Count} were wanted");
        foreach (var (name, tensor) in weights)
        {
            var wanted = Describe(tensor, header[name]?["data_offsets"]?[0]?.GetValue<long>() ?? 0).ToJsonString();
            var found = header[name]?.ToJsonString() ?? "nothing";
            if (found != wanted)
                throw Mismatch(path, $"{name} is {found}: {wanted} was wanted");
        }

        var start = file.Position;
        foreach (var (name, tensor) in weights)
            tensor.copy_(Read(file, start + header[name]!["data_offsets"]![0]!.GetValue<long>(), tensor, path));
    }

    private static JsonObject Describe(Tensor tensor, long offset) => new()
    {
        ["dtype"] = tensor.dtype switch
        {
            ScalarType.Float32 => "F32",
            ScalarType.Int64 => "I64",
            _ => throw new ArgumentException($"a tensor of {tensor.dtype}: float32 and int64 are supported"),
        },
        ["shape"] = new JsonArray([.. tensor.shape.Select(size => JsonValue.Create(size))]),
        ["data_offsets"] = new JsonArray(offset, offset + tensor.numel() * tensor.element_size()),
    };

    /// <summary>Leaves the file at the first tensor's first byte.</summary>
    private static JsonObject ReadHeader(FileStream file, string path)
    {
        Span<byte> prefix = stackalloc byte[8];
        var there = file.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false);
        var length = there < prefix.Length ? 0 : BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (length is <= 0 or > MaxHeaderBytes || length > file.Length - 8)
            throw Mismatch(path, $"a header of {length} bytes in a file of {file.Length}: 1 to {MaxHeaderBytes} are supported");

        var json = new byte[length];
        file.ReadExactly(json);
        try
        {
            var header = JsonNode.Parse(json)?.AsObject() ?? throw new JsonException("null");
            header.Remove("__metadata__");
            foreach (var offset in header.SelectMany(tensor => tensor.Value?["data_offsets"]?.AsArray() ?? []))
            {
                if (offset?.GetValue<long>() is { } value && (value < 0 || value > file.Length - file.Position))
                    throw Mismatch(path, $"a tensor reaches byte {value} of {file.Length - file.Position}");
            }

            return header;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new ModelFormatException(path, $"its header is not that of a safetensors file ({error.Message}). {Advice}", error);
        }
    }

    private static Tensor Read(FileStream file, long offset, Tensor like, string path)
    {
        var tensor = empty(like.shape, like.dtype);
        file.Position = offset;
        try
        {
            file.ReadExactly(tensor.bytes);
        }
        catch (EndOfStreamException error)
        {
            throw new ModelFormatException(path, $"it became shorter while it was read. {Advice}", error);
        }

        return tensor;
    }

    private const string Advice = "Give the model.safetensors of a run of the same architecture and mode.";

    private static ModelFormatException Mismatch(string path, string problem) => new(path, $"{problem}. {Advice}");
}
