using System.Buffers.Binary;
using EmotionGpu.Features.Audio;

namespace EmotionGpu.Cli.Tests;

public sealed class PredictPlotTests(TrainedModel model)
{
    [Fact]
    public void A_timeline_is_drawn_beside_what_is_printed()
    {
        model.Run.Expect(3);
        short[] samples = [.. Enumerable.Range(0, 48_000).Select(i => (short)(i < 16_000 ? 9000 * Math.Sin(i * 0.1) : 0))];
        using (var file = File.Create(model["drawn.wav"]))
            PcmWav.Write(file, 16_000, samples);
        string[] command = ["predict", "--model", "run/model.zip", "drawn.wav", "--timeline", "--format", "csv"];
        var plain = model.Emotion(command).Expect(0);
        var drawn = model.Emotion([.. command, "--plot", "pictures/drawn.png"]).Expect(0);
        Assert.Equal(plain.Output, drawn.Output);
        Assert.Contains("pictures/drawn.png: ", drawn.Error, StringComparison.Ordinal);
        var png = File.ReadAllBytes(model["pictures/drawn.png"]);
        Assert.Equal([0x89, .. "PNG"u8], png[..4]);
        Assert.Equal((1600, 1040), (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))));
    }

    [Fact]
    public void Of_a_recording_that_is_refused_there_is_no_picture()
    {
        model.Run.Expect(3);
        var broken = "data/Actor_01/" + Recordings.Name(1, 1, repetition: 2);
        model.Emotion("predict", "--model", "run/model.zip", broken, "--timeline", "--plot", "none.png").Expect(1);
        Assert.False(File.Exists(model["none.png"]));
    }

    [Fact]
    public void A_folder_of_several_recordings_is_not_drawn()
    {
        model.Run.Expect(3);
        model.Emotion("predict", "--model", "run/model.zip", "data/Actor_02", "--timeline", "--plot", "many.png").Expect(2)
            .ExpectOneErrorLine("--plot draws one recording, these are 8");
    }
}
