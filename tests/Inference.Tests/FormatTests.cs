using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Tests.Audio;

namespace EmotionGpu.Inference.Tests;

/// <summary>A model at work on recordings that are not WAV.</summary>
public sealed class FormatTests : IDisposable
{
    private const int Rate = 16_000;

    private readonly TemporaryFolder _folder = new();
    private readonly EmotionModel _model;

    public FormatTests()
    {
        SmallModel.Save(_folder["model.zip"]);
        _model = EmotionModel.Load(_folder["model.zip"]);
    }

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("flac16", 1e-6)]
    [InlineData("aiff16", 1e-6)]
    [InlineData("mp3", 0.1)]
    [InlineData("vorbis", 0.1)]
    public void A_recording_says_the_same_in_every_format(string format, double tolerance)
    {
        var random = new Random(1);
        short[] samples = [.. Enumerable.Range(0, 3 * Rate).Select(i => (short)(8000 * Math.Sin(i * 0.05) + random.Next(-3000, 3000)))];
        SndfileWriter.Write(_folder["other"], format, Rate, 1, [.. samples.Select(sample => sample / 32_768f)]);
        using (var wav = File.Create(_folder["one.wav"]))
            PcmWav.Write(wav, Rate, samples);

        AssertClose(_model.Predict(_folder["one.wav"]), _model.Predict(_folder["other"]), tolerance);
        AssertClose(_model.Predict(_folder["one.wav"]), Assert.Single(_model.PredictFiles([_folder["other"]])).Prediction!, tolerance);
        var (expected, found) = (_model.Timeline(_folder["one.wav"]).ToArray(), _model.Timeline(_folder["other"]).ToArray());
        Assert.Equal(expected.Select(window => (window.Start, window.End)), found.Select(window => (window.Start, window.End)));
        Assert.All(expected.Zip(found), pair => AssertClose(pair.First.Prediction!, pair.Second.Prediction!, tolerance));
    }

    [Fact]
    public void A_damaged_recording_is_refused_and_has_no_timeline()
    {
        SndfileWriter.Write(_folder["whole.flac"], "flac16", Rate, 1, [.. Enumerable.Range(0, 3 * Rate).Select(i => (float)Math.Sin(i * i * 0.001))]);
        var file = File.ReadAllBytes(_folder["whole.flac"]);
        File.WriteAllBytes(_folder["cut.flac"], file[..(file.Length / 2)]);
        Assert.Contains("cut or damaged", Assert.Single(_model.PredictFiles([_folder["cut.flac"]])).Reason, StringComparison.Ordinal);
        Assert.Throws<AudioFormatException>(() => _model.Timeline(_folder["cut.flac"]).First());
        Assert.Throws<AudioFormatException>(() => _model.Predict(_folder["cut.flac"]));
    }

    private static void AssertClose(Prediction expected, Prediction actual, double tolerance) =>
        Assert.All(expected.Probabilities.Zip(actual.Probabilities), pair => Assert.Equal(pair.First, pair.Second, tolerance));
}
