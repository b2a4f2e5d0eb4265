using EmotionGpu.Features.LogMel;
using EmotionGpu.Training.Reports.Pictures;
using SkiaSharp;

namespace EmotionGpu.Training.Tests.Reports;

public class SpectrogramTests
{
    [Fact]
    public void Low_bands_lie_below_time_runs_to_the_right_and_louder_is_brighter()
    {
        const int Mels = 5, Frames = 7;
        var values = Enumerable.Repeat((Half)(-90), Mels * Frames).ToArray();
        values[0] = (Half)0; // lowest band, first frame
        values[1] = (Half)(-40);
        var picture = Spectrogram.Draw(new LogMelClip(values, Mels, Frames), "a clip");
        using var bitmap = SKBitmap.Decode(picture.Png);
        Assert.Equal((Frames, Mels), (bitmap.Width, bitmap.Height));
        float[,] light = new float[Mels, Frames];
        for (var y = 0; y < Mels; y++)
        {
            for (var x = 0; x < Frames; x++)
            {
                bitmap.GetPixel(x, y).ToHsl(out _, out _, out var lightness);
                light[y, x] = lightness;
            }
        }

        Assert.True(light[Mels - 1, 0] > 80, $"loudest {light[Mels - 1, 0]}");
        Assert.InRange(light[Mels - 1, 1], 20, 70);
        Assert.True(light[0, 0] < 2 && light[Mels - 1, Frames - 1] < 2 && light[0, Frames - 1] < 2);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(-100f)]
    public void A_clip_without_a_sound_is_a_picture_too(float value)
    {
        var picture = Spectrogram.Draw(new LogMelClip(Enumerable.Repeat((Half)value, 12).ToArray(), 4, 3), "silence");
        Assert.NotEmpty(picture.Png);
    }
}
