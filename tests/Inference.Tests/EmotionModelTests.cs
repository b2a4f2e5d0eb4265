using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices.Cpu;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Training.Export;

namespace EmotionGpu.Inference.Tests;

public sealed class EmotionModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EmotionModel _model;

    public EmotionModelTests()
    {
        SmallModel.Save(_folder["model.zip"]);
        _model = EmotionModel.Load(_folder["model.zip"]);
    }

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_model_says_what_it_was_made_with()
    {
        Assert.Equal(SmallModel.Metadata, _model.Metadata with { Classes = SmallModel.Metadata.Classes });
        Assert.Equal(SmallModel.Metadata.Classes, _model.Metadata.Classes);
        Assert.Equal(1 + 8000 / 512, _model.Frames);
    }

    [Fact]
    public void Probabilities_add_up_and_the_label_has_the_largest()
    {
        Assert.All(_model.PredictInputs(SmallModel.RandomInputs(9)), one =>
        {
            Assert.Equal(1, one.Probabilities.Sum(), 1e-5);
            Assert.Equal(one.Probabilities.Max(), one.Probabilities[_model.Metadata.Classes.ToList().IndexOf(one.Label)]);
        });
    }

    [Fact]
    public void A_clip_alone_and_in_a_batch_gets_the_same_probabilities()
    {
        var inputs = SmallModel.RandomInputs(70);
        var together = _model.PredictInputs(inputs);
        Assert.Equal(70, together.Count);
        for (var i = 0; i < together.Count; i++)
            AssertClose(_model.PredictInputs(inputs.AsMemory(i * _model.ValuesPerClip, _model.ValuesPerClip))[0], together[i], 1e-6);
    }

    [Fact]
    public void Many_threads_may_use_one_model()
    {
        var inputs = SmallModel.RandomInputs(33);
        var clips = Enumerable.Range(0, 33).Select(i => Noise(48_000, 20_000 + 500 * i)).ToArray();
        File.WriteAllBytes(_folder["long.wav"], Wav(Noise(16_000, 90_000)));
        var (ofInputs, ofClips, windows) = (_model.PredictInputs(inputs), _model.Predict(clips), _model.Timeline(_folder["long.wav"]).ToArray());
        Parallel.For(0, 24, i =>
        {
            if (i % 3 == 0)
                Assert.All(_model.PredictInputs(inputs).Zip(ofInputs), pair => AssertClose(pair.Second, pair.First, 1e-6));
            else if (i % 3 == 1)
                Assert.All(_model.Predict(clips).Zip(ofClips), pair => AssertClose(pair.Second, pair.First, 1e-6));
            else
                Assert.All(_model.Timeline(_folder["long.wav"]).Zip(windows), pair => AssertClose(pair.Second.Prediction!, pair.First.Prediction!, 1e-6));
        });
    }

    [Fact]
    public void A_piece_of_a_clip_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => _model.PredictInputs(new float[_model.ValuesPerClip + 1]));
        Assert.Contains("257 values: a multiple of 256 (16 mels, 16 frames)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Recordings_of_any_rate_and_length_are_seen_through_one_centred_crop_of_the_cached_log_mel()
    {
        using var backend = new CpuBackend(_model.Metadata.LogMel);
        var clips = new[] { Noise(16_000, 8000), Noise(48_000, 96_000), Noise(22_050, 300), Noise(44_100, 30_011) };
        var predictions = _model.Predict(clips);
        var logMel = backend.LogMel(clips);
        for (var i = 0; i < clips.Length; i++)
            AssertClose(_model.PredictInputs(CentredCrop(logMel[i]))[0], predictions[i], 1e-4);
    }

    [Fact]
    public void Several_crops_are_averaged_and_a_short_recording_has_one()
    {
        var metadata = SmallModel.Metadata with { Crops = 3 };
        ModelPackage.Save(SmallModel.Onnx(metadata), metadata, _folder["crops.zip"]);
        using var model = EmotionModel.Load(_folder["crops.zip"]);
        using var backend = new CpuBackend(metadata.LogMel);
        // 40 clips of three crops are more rows than the network takes at once.
        var clips = Enumerable.Range(0, 40).Select(i => Noise(16_000, i % 4 == 3 ? 5000 : 16_000 + 700 * i)).ToArray();
        var (predictions, logMel) = (model.Predict(clips), backend.LogMel(clips));
        for (var i = 0; i < clips.Length; i += 3)
        {
            var slack = logMel[i].Length / metadata.LogMel.NMels - SmallModel.Frames;
            int[] starts = slack <= 0 ? [-(-slack / 2)] : [0, slack / 2, slack];
            var ofCrops = starts.Select(start => model.PredictInputs(Crop(logMel[i], start))[0].Probabilities).ToArray();
            float[] expected = [.. Enumerable.Range(0, 3).Select(c => ofCrops.Average(one => one[c]))];
            AssertClose(new Prediction("", expected), predictions[i], 1e-4);
            Assert.Equal(metadata.Classes[Array.IndexOf(expected, expected.Max())], predictions[i].Label);
        }

        for (var i = 0; i < 4; i++)
            File.WriteAllBytes(_folder[$"{i}.wav"], Wav(clips[i]));
        Assert.All(
            model.PredictFiles(Enumerable.Range(0, 4).Select(i => _folder[$"{i}.wav"])),
            (one, i) => AssertClose(predictions[i], one.Prediction!, 1e-5));
    }

    [Fact]
    public void The_temperature_comes_after_the_average_over_crops_and_leaves_labels_as_they_are()
    {
        var plain = SmallModel.Metadata with { Crops = 3 };
        var (clips, found) = (Enumerable.Range(0, 5).Select(i => Noise(16_000, 16_000 + 900 * i)).ToArray(), new List<IReadOnlyList<Prediction>>());
        foreach (var metadata in new[] { plain, plain with { Temperature = 2 } })
        {
            ModelPackage.Save(SmallModel.Onnx(metadata), metadata, _folder["temperature.zip"]);
            using var model = EmotionModel.Load(_folder["temperature.zip"]);
            found.Add(model.Predict(clips));
        }

        foreach (var (cold, warm) in found[0].Zip(found[1]))
        {
            Assert.Equal(cold.Label, warm.Label);
            // ln p/2 is ln of the root.
            var roots = cold.Probabilities.Select(p => Math.Sqrt(p)).ToArray();
            AssertClose(new Prediction("", [.. roots.Select(root => (float)(root / roots.Sum()))]), warm, 1e-6);
        }
    }

    [Fact]
    public void A_file_its_samples_and_its_waveform_are_the_same_recording()
    {
        var clip = Noise(16_000, 9000);
        File.WriteAllBytes(_folder["clip.wav"], Wav(clip));
        var samples = new float[clip.Length];
        clip.CopyTo(samples);
        var expected = _model.Predict([clip])[0];
        AssertClose(expected, _model.Predict(_folder["clip.wav"]), 0);
        AssertClose(expected, _model.Predict(samples, 16_000), 1e-4);
        Assert.Throws<AudioFormatException>(() => _model.Predict(_folder["none.wav"]));
        Assert.Throws<ArgumentException>(() => _model.Predict(Array.Empty<float>(), 16_000));
        Assert.Throws<ArgumentException>(() => _model.Predict(samples, 100));
        Assert.Throws<ArgumentException>(() => _model.Predict(samples, int.MaxValue));
    }

    [Fact]
    public void The_log_mel_is_that_of_the_front_end()
    {
        var clip = Noise(48_000, 30_000);
        using var backend = new CpuBackend(SmallModel.Metadata.LogMel);
        var (expected, found) = (backend.LogMel([clip])[0], _model.LogMel(clip));
        Assert.Equal((16, expected.Length / 16), (found.Mels, found.Frames));
        Assert.All(expected.Zip(found.Values.ToArray()), pair => Assert.Equal(pair.First, (float)pair.Second, 0.05));
    }

    [Fact]
    public void Features_are_made_by_whom_the_caller_names()
    {
        var asked = new List<LogMelOptions>();
        var clip = Noise(16_000, 9000);
        using var model = EmotionModel.Load(_folder["model.zip"], logMel =>
        {
            asked.Add(logMel);
            return new CpuBackend(logMel);
        });
        AssertClose(_model.Predict([clip])[0], model.Predict([clip])[0], 1e-5);
        Assert.Equal([SmallModel.Metadata.LogMel], asked);
        Assert.Throws<InvalidOperationException>(() => EmotionModel.Load(_folder["model.zip"], _ => throw new InvalidOperationException("no device")));
    }

    [Fact]
    public void Files_keep_their_order_and_bad_ones_have_a_reason()
    {
        var clip = Noise(16_000, 9000);
        var paths = Enumerable.Range(0, 40).Select(i => _folder[$"{i}.wav"]).ToArray();
        foreach (var (i, path) in paths.Index())
            File.WriteAllBytes(path, i % 10 == 3 ? [1, 2, 3] : Wav(clip));

        var found = _model.PredictFiles(paths).ToArray();
        Assert.Equal(paths, found.Select(one => one.Path));
        var expected = _model.Predict([clip])[0];
        Assert.All(found, (one, i) =>
        {
            Assert.Equal(i % 10 == 3, one.Prediction is null);
            Assert.Equal(i % 10 == 3, one.Reason is not null);
            if (one.Prediction is not null)
                AssertClose(expected, one.Prediction, 1e-5);
        });
    }

    private static void AssertClose(Prediction expected, Prediction actual, double tolerance) =>
        Assert.All(expected.Probabilities.Zip(actual.Probabilities), pair => Assert.Equal(pair.First, pair.Second, tolerance));

    private static Waveform Noise(int sampleRate, int samples)
    {
        var random = new Random(samples);
        return Waveform.FromPcm16(sampleRate, Enumerable.Range(0, samples).Select(_ => (short)random.Next(-20_000, 20_000)).ToArray());
    }

    private static float[] CentredCrop(float[] logMel)
    {
        var (found, frames) = (logMel.Length / SmallModel.Metadata.LogMel.NMels, SmallModel.Frames);
        return Crop(logMel, found > frames ? (found - frames) / 2 : -((frames - found) / 2));
    }

    /// <summary>The crop by its definition, in double precision.</summary>
    private static float[] Crop(float[] logMel, int start)
    {
        var (mels, frames) = (SmallModel.Metadata.LogMel.NMels, SmallModel.Frames);
        var found = logMel.Length / mels;
        var crop = new double[mels * frames];
        for (var i = 0; i < crop.Length; i++)
        {
            var frame = i % frames + start;
            crop[i] = frame >= 0 && frame < found ? (double)(Half)logMel[i / frames * found + frame] : -100;
        }

        var mean = crop.Average();
        var deviation = Math.Sqrt(crop.Sum(value => (value - mean) * (value - mean)) / (crop.Length - 1));
        return [.. crop.Select(value => (float)((value - mean) / (deviation + 1e-6)))];
    }

    private static byte[] Wav(Waveform clip)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("RIFF"u8);
        writer.Write(36 + 2 * clip.Length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(clip.SampleRate);
        writer.Write(2 * clip.SampleRate);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(2 * clip.Length);
        foreach (var sample in clip.Pcm16)
            writer.Write(sample);
        return stream.ToArray();
    }
}
