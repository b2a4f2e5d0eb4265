using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using Google.Protobuf;

namespace EmotionGpu.Training.Reports;

/// <summary>
/// Writes a run's curves as TensorBoard reads them: TFRecord frames, each an <c>Event</c> of TensorFlow's <c>event.proto</c>, one an epoch.
/// </summary>
/// <remarks>
/// A frame: length (uint64), its masked CRC-32C, the bytes, their masked CRC-32C, all little-endian. Masked is
/// rotate-right(crc, 15) + 0xA282EAD8.
/// </remarks>
public sealed class TensorBoardWriter : IDisposable
{
    // Tags of event.proto and summary.proto: (field number << 3) | wire type.
    private const uint WallTime = 1 << 3 | 1;
    private const uint Step = 2 << 3;
    private const uint FileVersion = 3 << 3 | 2;
    private const uint EventSummary = 5 << 3 | 2;
    private const uint SummaryValue = 1 << 3 | 2;
    private const uint ValueTag = 1 << 3 | 2;
    private const uint ValueSimple = 2 << 3 | 5;

    private readonly FileStream _stream;

    /// <summary>Opens <c>events.out.tfevents.TIME.NAME</c> in a folder.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="started">Stands in the name and in the first event.</param>
    /// <param name="name">Ends the file's name; TensorBoard writes the host's there, we do not.</param>
    public TensorBoardWriter(string folder, DateTimeOffset started, string name = "emotiongpu")
    {
        var file = string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{started.ToUnixTimeSeconds():D10}.{name}");
        Path = System.IO.Path.Combine(folder, file);
        _stream = new FileStream(Path, FileMode.Create, FileAccess.Write, FileShare.Read);
        WriteEvent(started, 0, output =>
        {
            output.WriteTag(FileVersion);
            output.WriteString("brain.Event:2");
        });
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Writes one epoch's scalars, which are on disk when this returns.</summary>
    /// <param name="epoch">Becomes the step.</param>
    /// <param name="time">When it ended.</param>
    public void Write(EpochRecord epoch, DateTimeOffset time)
    {
        ReadOnlySpan<(string Tag, double Value)> scalars =
        [
            ("train/loss", epoch.TrainLoss), ("train/accuracy", epoch.TrainAccuracy), ("train/lr", epoch.Lr), ("train/seconds", epoch.Seconds),
            ("validation/loss", epoch.ValidationLoss), ("validation/macroF1", epoch.MacroF1), ("validation/uar", epoch.Uar),
            ("validation/accuracy", epoch.Accuracy),
        ];
        var summary = Summary(scalars);
        WriteEvent(time, epoch.Epoch, output =>
        {
            output.WriteTag(EventSummary);
            output.WriteBytes(summary);
        });
        _stream.Flush();
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream.Dispose();

    private static ByteString Summary(ReadOnlySpan<(string Tag, double Value)> scalars)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
            foreach (var (tag, value) in scalars)
            {
                output.WriteTag(SummaryValue);
                output.WriteLength(1 + CodedOutputStream.ComputeStringSize(tag) + 1 + sizeof(float));
                output.WriteTag(ValueTag);
                output.WriteString(tag);
                output.WriteTag(ValueSimple);
                output.WriteFloat((float)value);
            }

        return ByteString.CopyFrom(bytes.ToArray());
    }

    private void WriteEvent(DateTimeOffset time, long step, Action<CodedOutputStream> writeWhat)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            output.WriteTag(WallTime);
            output.WriteDouble(time.ToUnixTimeMilliseconds() / 1000.0);
            output.WriteTag(Step);
            output.WriteInt64(step);
            writeWhat(output);
        }

        WriteFrame(bytes.ToArray());
    }

    private void WriteFrame(ReadOnlySpan<byte> data)
    {
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, data.Length);
        _stream.Write(length);
        WriteMaskedCrc(length);
        _stream.Write(data);
        WriteMaskedCrc(data);
    }

    private void WriteMaskedCrc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
            crc = BitOperations.Crc32C(crc, value);
        Span<byte> masked = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(masked, BitOperations.RotateRight(~crc, 15) + 0xA282EAD8);
        _stream.Write(masked);
    }
}
