using System.Text;
using EmotionGpu.Training.Reports;

namespace EmotionGpu.Training.Tests.Reports;

/// <summary>Reads the file back with code of its own: no protobuf library, and CRC-32C bit by bit.</summary>
public sealed class TensorBoardWriterTests : IDisposable
{
    private static readonly DateTimeOffset Started = new(2026, 11, 3, 10, 15, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("events").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_check_value_of_CRC_32C_is_right_in_this_reader() => Assert.Equal(0xE3069283, Crc32C("123456789"u8));

    [Fact]
    public void Every_epoch_is_an_event_with_its_scalars()
    {
        var epochs = SampleRun.Create(epochs: 3).Epochs;
        string path;
        using (var writer = new TensorBoardWriter(_folder, Started))
        {
            path = writer.Path;
            foreach (var epoch in epochs)
                writer.Write(epoch, Started.AddSeconds(20 * epoch.Epoch));
        }

        Assert.Equal($"events.out.tfevents.{Started.ToUnixTimeSeconds()}.emotiongpu", Path.GetFileName(path));
        var events = Frames(File.ReadAllBytes(path)).Select(Event.Parse).ToArray();
        Assert.Equal(4, events.Length);
        Assert.Equal("brain.Event:2", events[0].FileVersion);
        for (var i = 0; i < epochs.Count; i++)
        {
            var read = events[i + 1];
            Assert.Equal(i + 1, read.Step);
            Assert.Equal(Started.ToUnixTimeSeconds() + 20 * (i + 1), read.WallTime);
            Assert.Equal((float)epochs[i].TrainLoss, read.Scalars["train/loss"]);
            Assert.Equal((float)epochs[i].TrainAccuracy, read.Scalars["train/accuracy"]);
            Assert.Equal((float)epochs[i].Lr, read.Scalars["train/lr"]);
            Assert.Equal((float)epochs[i].Seconds, read.Scalars["train/seconds"]);
            Assert.Equal((float)epochs[i].ValidationLoss, read.Scalars["validation/loss"]);
            Assert.Equal((float)epochs[i].MacroF1, read.Scalars["validation/macroF1"]);
            Assert.Equal((float)epochs[i].Uar, read.Scalars["validation/uar"]);
            Assert.Equal((float)epochs[i].Accuracy, read.Scalars["validation/accuracy"]);
        }
    }

    [Fact]
    public void The_raw_weights_beside_their_average_have_scalars_of_their_own()
    {
        var epoch = SampleRun.Create(epochs: 1).Epochs[0] with { Raw = new RawScores(0.25, 0.5, 0.75, 1.5) };
        string path;
        using (var writer = new TensorBoardWriter(_folder, Started))
        {
            path = writer.Path;
            writer.Write(epoch, Started);
            writer.Write(epoch with { Epoch = 2, Raw = null }, Started);
        }

        var events = Frames(File.ReadAllBytes(path)).Select(Event.Parse).ToArray();
        string[] tags = ["validation-raw/macroF1", "validation-raw/uar", "validation-raw/accuracy", "validation-raw/loss"];
        Assert.Equal([0.25f, 0.5f, 0.75f, 1.5f], tags.Select(tag => events[1].Scalars[tag]));
        Assert.Equal((float)epoch.MacroF1, events[1].Scalars["validation/macroF1"]);
        Assert.DoesNotContain(events[2].Scalars.Keys, tag => tag.Contains("raw", StringComparison.Ordinal));
    }

    [Fact]
    public void An_epoch_can_be_read_before_the_file_is_closed()
    {
        using var writer = new TensorBoardWriter(_folder, Started);
        writer.Write(SampleRun.Create(epochs: 1).Epochs[0], Started);
        using var stream = new FileStream(writer.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        Assert.Equal(2, Frames(bytes).Count);
    }

    private static List<byte[]> Frames(byte[] file)
    {
        var frames = new List<byte[]>();
        for (var at = 0; at < file.Length;)
        {
            var length = (int)BitConverter.ToUInt64(file, at);
            Assert.Equal(Masked(file.AsSpan(at, 8)), BitConverter.ToUInt32(file, at + 8));
            frames.Add(file[(at + 12)..(at + 12 + length)]);
            Assert.Equal(Masked(frames[^1]), BitConverter.ToUInt32(file, at + 12 + length));
            at += 16 + length;
        }

        return frames;
    }

    private static uint Masked(ReadOnlySpan<byte> data)
    {
        var crc = Crc32C(data);
        return unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8u);
    }

    private static uint Crc32C(ReadOnlySpan<byte> data)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78u : crc >> 1;
        }

        return ~crc;
    }

    private sealed record Event(double WallTime, long Step, string? FileVersion, Dictionary<string, float> Scalars)
    {
        public static Event Parse(byte[] bytes)
        {
            var fields = Fields(bytes);
            var scalars = new Dictionary<string, float>();
            foreach (var (_, summary) in fields.Where(field => field.Number == 5))
                foreach (var (_, value) in Fields(summary))
                {
                    var parts = Fields(value).ToDictionary(part => part.Number, part => part.Content);
                    scalars.Add(Encoding.UTF8.GetString(parts[1]), BitConverter.ToSingle(parts[2]));
                }

            var version = fields.Where(field => field.Number == 3).Select(field => Encoding.UTF8.GetString(field.Content)).SingleOrDefault();
            return new Event(
                BitConverter.ToDouble(fields.Single(field => field.Number == 1).Content),
                BitConverter.ToInt64(fields.Single(field => field.Number == 2).Content), version, scalars);
        }

        private static List<(int Number, byte[] Content)> Fields(byte[] bytes)
        {
            var fields = new List<(int, byte[])>();
            for (var at = 0; at < bytes.Length;)
            {
                var tag = (int)Varint(bytes, ref at);
                var (start, length) = (tag & 7) switch
                {
                    0 => (at, 0),
                    1 => (at, 8),
                    2 => ((int)Varint(bytes, ref at), -1),
                    5 => (at, 4),
                    _ => throw new InvalidDataException($"wire type {tag & 7}"),
                };
                if (length == 0)
                {
                    fields.Add((tag >> 3, BitConverter.GetBytes(Varint(bytes, ref at))));
                    continue;
                }

                if (length < 0)
                    (start, length) = (at, start);
                fields.Add((tag >> 3, bytes[start..(start + length)]));
                at = start + length;
            }

            return fields;
        }

        private static long Varint(byte[] bytes, ref int at)
        {
            var value = 0L;
            for (var shift = 0; ; shift += 7)
            {
                var part = bytes[at++];
                value |= (long)(part & 127) << shift;
                if (part < 128)
                    return value;
            }
        }
    }
}
