using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using EmotionGpu.Training.Export;

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
    // Field numbers of event.proto and summary.proto.
    private const int WallTime = 1;
    private const int Step = 2;
    private const int FileVersion = 3;
    private const int EventSummary = 5;
    private const int SummaryValue = 1;
    private const int ValueTag = 1;
    private const int ValueSimple = 2;

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
        WriteFrame(Event(started, 0).Text(FileVersion, "brain.Event:2"));
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>
    /// Writes one epoch's scalars, which are on disk when this returns. Where the average of the weights is kept, <c>validation/…</c> is of the
    /// average and <c>validation-raw/…</c> of the raw weights.
    /// </summary>
    /// <param name="epoch">Becomes the step.</param>
    /// <param name="time">When it ended.</param>
    public void Write(EpochRecord epoch, DateTimeOffset time)
    {
        ReadOnlySpan<(string Tag, double Value)> scalars =
        [
            ("train/loss", epoch.TrainLoss), ("train/accuracy", epoch.TrainAccuracy), ("train/lr", epoch.Lr), ("train/seconds", epoch.Seconds),
        ];
        var summary = new ProtoMessage();
        Add(summary, scalars);
        if (!double.IsNaN(epoch.MacroF1))
        {
            Add(summary, [
                ("validation/loss", epoch.ValidationLoss), ("validation/macroF1", epoch.MacroF1), ("validation/uar", epoch.Uar),
                ("validation/accuracy", epoch.Accuracy)]);
        }

        if (epoch.Raw is { } raw)
        {
            Add(summary,
            [
                ("validation-raw/loss", raw.ValidationLoss), ("validation-raw/macroF1", raw.MacroF1), ("validation-raw/uar", raw.Uar),
                ("validation-raw/accuracy", raw.Accuracy),
            ]);
        }

        WriteFrame(Event(time, epoch.Epoch).Message(EventSummary, summary));
        _stream.Flush();
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream.Dispose();

    private static void Add(ProtoMessage summary, ReadOnlySpan<(string Tag, double Value)> scalars)
    {
        foreach (var (tag, value) in scalars)
            summary.Message(SummaryValue, new ProtoMessage().Text(ValueTag, tag).Float(ValueSimple, (float)value));
    }

    private static ProtoMessage Event(DateTimeOffset time, long step) =>
        new ProtoMessage().Double(WallTime, time.ToUnixTimeMilliseconds() / 1000.0).Integer(Step, step);

    private void WriteFrame(ProtoMessage message)
    {
        var data = message.ToArray();
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
