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
    private const string Advice = "Give the model.safetensors of a run of the same architecture and mode.";

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

    /// <summary>A network's weights without a network, and so without torch.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFormatException">Not such a file.</exception>
    internal static NetworkWeights Read(string path)
    {
        using var file = SafetensorsFile.Open(path, Advice);
        var floating = file.Tensors.Where(entry => entry.Value.DataType != "I64");
        return new(floating.ToDictionary(entry => entry.Key, entry => (entry.Value.Shape.ToArray(), file.ReadFloats(entry.Key))));
    }

    /// <summary>A tensor of a file on the host.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">A tensor of the same type and shape.</param>
    /// <param name="like">Type and shape.</param>
    internal static Tensor Read(SafetensorsFile file, string name, Tensor like)
    {
        var tensor = empty(like.shape, like.dtype);
        file.Read(file.Tensors[name], tensor.bytes);
        return tensor;
    }

    // A tensor's type in the format's words.
    private static string DataType(Tensor tensor) => tensor.dtype switch
    {
        ScalarType.Float32 => "F32",
        ScalarType.Int64 => "I64",
        _ => throw new ArgumentException($"a tensor of {tensor.dtype}: float32 and int64 are supported"),
    };

    private static JsonObject Describe(Tensor tensor, long offset) => new()
    {
        ["dtype"] = DataType(tensor),
        ["shape"] = new JsonArray([.. tensor.shape.Select(size => JsonValue.Create(size))]),
        ["data_offsets"] = new JsonArray(offset, offset + tensor.numel() * tensor.element_size()),
    };
}
