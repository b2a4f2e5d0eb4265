using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using EmotionGpu.Inference;

namespace EmotionGpu.Training.Export;

/// <summary>Where a tensor lies in a safetensors file.</summary>
/// <param name="DataType">As in the file: <c>F32</c>, <c>BF16</c>, <c>I64</c>, …</param>
/// <param name="Shape">Sizes; none is a scalar.</param>
/// <param name="Begin">First byte behind the header.</param>
/// <param name="End">Byte behind the last.</param>
internal sealed record SafetensorsEntry(string DataType, IReadOnlyList<long> Shape, long Begin, long End)
{
    /// <summary>For messages: <c>F32 [64, 1, 7, 7]</c>.</summary>
    public override string ToString() => $"{DataType} [{string.Join(", ", Shape)}]";
}

/// <summary>A safetensors file (huggingface.co/docs/safetensors) that is read tensor by tensor; its header is checked when it is opened.</summary>
internal sealed class SafetensorsFile : IDisposable
{
    /// <summary>The longest header that is read: a state dict of this program's networks has about 15 KB.</summary>
    private const int MaxHeaderBytes = 1 << 20;

    private readonly FileStream _file;
    private readonly string _path;
    private readonly string _advice;
    private readonly long _start;

    private SafetensorsFile(FileStream file, string path, string advice)
    {
        (_file, _path, _advice) = (file, path, advice);
        var header = ReadHeader();
        _start = file.Position;
        try
        {
            using var document = JsonDocument.Parse(header);
            Tensors = document.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__")
                .ToDictionary(entry => entry.Name, entry => Entry(entry.Name, entry.Value));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or ArgumentException
            or KeyNotFoundException or OverflowException or IndexOutOfRangeException)
        {
            throw new ModelFormatException(path, $"its header is not that of a safetensors file ({error.Message}). {advice}", error);
        }
    }

    /// <summary>The tensors by their names.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Tensors { get; }

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="advice">What to do about a file that cannot be used, a sentence.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFormatException">Not such a file.</exception>
    public static SafetensorsFile Open(string path, string advice)
    {
        var file = File.OpenRead(path);
        try
        {
            return new SafetensorsFile(file, path, advice);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>A floating-point tensor as float32, C order.</summary>
    /// <exception cref="ModelFormatException">It is not of <c>F32</c>, <c>F16</c> or <c>BF16</c>.</exception>
    public float[] ReadFloats(string name)
    {
        var entry = Tensors[name];
        var bytes = new byte[entry.End - entry.Begin];
        Read(entry, bytes);
        // Little-endian by definition, as are all machines that .NET 10 and libtorch run on together.
        return entry.DataType switch
        {
            "F32" => MemoryMarshal.Cast<byte, float>(bytes).ToArray(),
            "F16" => Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(bytes).ToArray(), value => (float)value),
            // The upper half of a float32.
            "BF16" => Array.ConvertAll(
                MemoryMarshal.Cast<byte, ushort>(bytes).ToArray(), value => BitConverter.UInt32BitsToSingle((uint)value << 16)),
            _ => throw Refused($"{name} is {entry}: F32, F16 and BF16 are supported"),
        };
    }

    /// <summary>A tensor's bytes.</summary>
    /// <param name="entry">One of <see cref="Tensors"/>.</param>
    /// <param name="bytes">As many as it has, filled.</param>
    public void Read(SafetensorsEntry entry, Span<byte> bytes)
    {
        _file.Position = _start + entry.Begin;
        try
        {
            _file.ReadExactly(bytes);
        }
        catch (EndOfStreamException error)
        {
            throw new ModelFormatException(_path, $"it became shorter while it was read. {_advice}", error);
        }
    }

    /// <summary>An error about this file.</summary>
    public ModelFormatException Refused(string problem) => new(_path, $"{problem}. {_advice}");

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Leaves the file at the first tensor's first byte.</summary>
    private byte[] ReadHeader()
    {
        Span<byte> prefix = stackalloc byte[8];
        var there = _file.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false);
        var length = there < prefix.Length ? 0 : BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (length is <= 0 or > MaxHeaderBytes || length > _file.Length - 8)
            throw Refused($"a header of {length} bytes in a file of {_file.Length}: 1 to {MaxHeaderBytes} are supported");

        var header = new byte[length];
        _file.ReadExactly(header);
        return header;
    }

    private SafetensorsEntry Entry(string name, JsonElement json)
    {
        var offsets = json.GetProperty("data_offsets");
        var shape = json.GetProperty("shape").EnumerateArray().Select(size => (long)size.GetUInt32()).ToArray();
        var entry = new SafetensorsEntry(json.GetProperty("dtype").GetString() ?? "", shape, offsets[0].GetInt64(), offsets[1].GetInt64());
        var there = _file.Length - _start;
        if (offsets.GetArrayLength() != 2 || entry.Begin < 0 || entry.End < entry.Begin || entry.End > there)
            throw Refused($"{name} reaches from byte {entry.Begin} to {entry.End} of {there}");
        var size = entry.DataType switch { "F32" => 4, "F16" or "BF16" => 2, "I64" => 8, _ => 0 };
        if (size > 0 && shape.Aggregate((long)size, (a, b) => checked(a * b)) != entry.End - entry.Begin)
            throw Refused($"{name} is {entry} and has {entry.End - entry.Begin} bytes");
        return entry;
    }
}
