using System.Buffers.Binary;
using System.Text;
using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Tests.Audio;

namespace EmotionGpu.Cli.Tests;

public sealed class FeaturesCommandTests
{
    // 0.4 s at 16 kHz: ceil(6400·22050/16000) = 8820 samples, 1 + 8820/512 = 18 frames, T = 1 + round(3·22050)/512 = 130.
    [Theory]
    [InlineData("resampled", new[] { 8820 })]
    [InlineData("logmel", new[] { 128, 18 })]
    [InlineData("input", new[] { 128, 130 })]
    public void A_stage_is_written_as_numpy_reads_it(string stage, int[] shape)
    {
        using var folder = new TemporaryFolder();
        Recordings.Write(folder["clip.wav"], 440, 0.4);
        string[] command = ["features", "clip.wav", "--stage", stage, "--out", "new/clip.npy", "--backend", "cpu", "--json"];
        var json = folder.Emotion(command).Expect(0).Json;
        Assert.Equal(shape, json.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32()));
        Assert.Equal(
            ("clip.wav", stage, "new/clip.npy", "cpu"), (json.Text("path"), json.Text("stage"), json.Text("out"), json.Text("backend")));
        var (header, values) = ReadNpy(folder["new/clip.npy"]);
        Assert.Contains($"'shape': ({string.Concat(shape.Select(length => $"{length},"))})", header, StringComparison.Ordinal);
        Assert.Equal(shape.Aggregate(1, (product, length) => product * length), values.Length);
        Assert.All(values, value => Assert.True(float.IsFinite(value)));
        Assert.True(values.Max() > values.Min());
    }

    [Fact]
    public void The_front_end_and_the_duration_can_be_set()
    {
        using var folder = new TemporaryFolder();
        Recordings.Write(folder["clip.wav"], 440, 0.4);
        string[] command =
        [
            "features", "clip.wav", "--stage", "input", "--out", "clip.npy", "--json", "--n-mels", "40", "--sample-rate", "16000",
            "--n-fft", "512", "--hop-length", "160", "--duration", "1.5", "--window", "hamming", "--mel-scale", "slaney", "--mel-norm", "slaney", "--f-min", "50",
            "--f-max", "7600", "--power", "1", "--no-center",
        ];
        var shape = folder.Emotion(command).Expect(0).Json.GetProperty("shape");
        Assert.Equal([40, 151], shape.EnumerateArray().Select(length => length.GetInt32()));
    }

    [Fact]
    public void A_flac_file_has_the_features_of_the_wav_file()
    {
        using var folder = new TemporaryFolder();
        var samples = Enumerable.Range(0, 16_000).Select(i => MathF.Round(9000 * MathF.Sin(0.1f * i)) / 32768f).ToArray();
        SndfileWriter.Write(folder["clip.flac"], "flac16", 16_000, 1, samples);
        using (var file = File.Create(folder["clip.wav"]))
            PcmWav.Write(file, 16_000, samples.Select(sample => (short)(sample * 32768)).ToArray());
        foreach (var name in new[] { "clip.flac", "clip.wav" })
            folder.Emotion("features", name, "--stage", "logmel", "--out", name + ".npy", "--backend", "cpu").Expect(0);
        Assert.Equal(File.ReadAllBytes(folder["clip.wav.npy"]), File.ReadAllBytes(folder["clip.flac.npy"]));
    }

    [Fact]
    public void A_file_that_is_no_recording_fails_and_writes_nothing()
    {
        using var folder = new TemporaryFolder();
        Recordings.WriteBroken(folder["broken.wav"]);
        folder.Emotion("features", "broken.wav", "--stage", "logmel", "--out", "clip.npy").Expect(1).ExpectOneErrorLine("broken.wav");
        Assert.False(File.Exists(folder["clip.npy"]));
    }

    private static (string Header, float[] Values) ReadNpy(string path)
    {
        var bytes = File.ReadAllBytes(path);
        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0], bytes[..8]);
        var start = 10 + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
        Assert.Equal(0, start % 64);
        var header = Encoding.ASCII.GetString(bytes, 10, start - 10);
        Assert.StartsWith("{'descr': '<f4', 'fortran_order': False, ", header, StringComparison.Ordinal);
        Assert.EndsWith("\n", header, StringComparison.Ordinal);
        var values = new float[(bytes.Length - start) / 4];
        for (var i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(start + 4 * i));
        return (header, values);
    }
}
