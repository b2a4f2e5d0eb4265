using System.Buffers.Binary;
using System.Net.WebSockets;
using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices.Cpu;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.Resampling;
using EmotionGpu.Inference;
using EmotionGpu.Inference.Tests;
using EmotionGpu.Serving.Streams;
using EmotionGpu.Training.Export;

namespace EmotionGpu.Serving.Tests;

public sealed class LogMelStreamTests
{
    [Theory]
    [InlineData(16_000)]
    [InlineData(48_000)]
    [InlineData(44_100)]
    [InlineData(22_050)]
    [InlineData(8_000)]
    [InlineData(16_001)]
    public async Task Columns_are_those_of_the_whole_recording(int sampleRate)
    {
        await using var server = await TestServer.Start();
        var samples = Sounds.Voice(sampleRate, 1.9);
        using var stream = await server.Stream(new { sampleRate, logMel = true });
        var random = new Random(3);
        for (var at = 0; at < samples.Length;)
        {
            var piece = Math.Min(random.Next(1, 3000), samples.Length - at);
            await stream.Send(samples.AsSpan(at, piece));
            at += piece;
        }

        var messages = (await stream.Finish()).Where(message => message.Type == WebSocketMessageType.Binary).Select(message => message.Bytes);
        AssertSame(TestServer.Model.LogMel(Waveform.FromPcm16(sampleRate, samples)), messages, atLeast: 50);
    }

    [Theory]
    [InlineData(512, 100, true)]
    [InlineData(1024, 1024, true)]
    [InlineData(1024, 160, true)]
    [InlineData(1024, 512, false)]
    [InlineData(256, 200, false)]
    public void Any_front_end_gives_the_same_columns_piece_by_piece(int nFft, int hop, bool center)
    {
        using var folder = new TemporaryFolder();
        var metadata = SmallModel.Metadata with { LogMel = SmallModel.Metadata.LogMel with { NFft = nFft, HopLength = hop, Center = center } };
        ModelPackage.Save(SmallModel.Onnx(metadata), metadata, folder["model.zip"]);
        using var model = EmotionModel.Load(folder["model.zip"]);
        using var features = new CpuBackend(metadata.LogMel);
        var samples = Sounds.Voice(24_000, 1.5);
        var stream = new LogMelStream(features, PolyphaseFilter.Design(24_000, features.Options.SampleRate));
        List<byte[]> messages = [];
        foreach (var piece in samples.Chunk(700))
        {
            if (stream.Append(System.Runtime.InteropServices.MemoryMarshal.AsBytes(piece.AsSpan())))
                messages.Add(stream.Take()!);
        }

        Assert.Null(stream.Take());
        AssertSame(model.LogMel(Waveform.FromPcm16(24_000, samples)), messages, atLeast: (int)(1.3 * 16_000 / hop));
    }

    [Fact]
    public void Columns_that_nobody_takes_are_left_out_and_the_numbers_show_it()
    {
        var samples = Sounds.Voice(16_000, 10);
        using var features = new CpuBackend(SmallModel.Metadata.LogMel);
        var stream = new LogMelStream(features, PolyphaseFilter.Design(16_000, features.Options.SampleRate));
        _ = stream.Append(System.Runtime.InteropServices.MemoryMarshal.AsBytes(samples.AsSpan()));
        var message = stream.Take()!;
        var (first, frames) = (BinaryPrimitives.ReadInt32LittleEndian(message), BinaryPrimitives.ReadUInt16LittleEndian(message.AsSpan(6)));
        Assert.InRange(frames, 60, 70);
        Assert.Equal(312, first + frames);
        AssertColumns(TestServer.Model.LogMel(Waveform.FromPcm16(16_000, samples)), message);
    }

    [Fact]
    public void A_step_is_five_eighths_of_a_decibel()
    {
        Assert.Equal([0, 0, 80, 159, 255, 255], new[] { -300f, -100f, -50f, 0f, 60f, 90f }.Select(LogMelMessage.Step));
        Assert.Equal(0, LogMelMessage.Step(float.NegativeInfinity));
    }

    private static void AssertSame(LogMelClip whole, IEnumerable<byte[]> messages, int atLeast)
    {
        var next = 0;
        foreach (var message in messages)
        {
            Assert.Equal(next, BinaryPrimitives.ReadInt32LittleEndian(message));
            next += AssertColumns(whole, message);
        }

        Assert.InRange(next, atLeast, whole.Frames);
    }

    private static int AssertColumns(LogMelClip whole, byte[] message)
    {
        var first = BinaryPrimitives.ReadInt32LittleEndian(message);
        var (mels, frames) = (BinaryPrimitives.ReadUInt16LittleEndian(message.AsSpan(4)), BinaryPrimitives.ReadUInt16LittleEndian(message.AsSpan(6)));
        Assert.Equal((whole.Mels, 8 + mels * frames), (mels, message.Length));
        for (var frame = 0; frame < frames; frame++)
        {
            for (var mel = 0; mel < mels; mel++)
            {
                var expected = LogMelMessage.Step((float)whole.Values.Span[mel * whole.Frames + first + frame]);
                // The resamplers add in different orders, which may move a value over the boundary of two steps.
                Assert.InRange(message[8 + frame * mels + mel], expected - 1, expected + 1);
            }
        }

        return frames;
    }
}
