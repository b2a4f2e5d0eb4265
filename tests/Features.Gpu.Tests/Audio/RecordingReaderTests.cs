using EmotionGpu.Features.Audio;

namespace EmotionGpu.Features.Tests.Audio;

public sealed class RecordingReaderTests : IDisposable
{
    private const int Rate = 44_100;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("emotion-recordings-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("flac16", 1, "pcm16")]
    [InlineData("flac16", 2, "pcm16")]
    [InlineData("flac24", 1, "pcm24")]
    [InlineData("aiff16", 1, "pcm16")]
    [InlineData("aiff24", 3, "pcm24")]
    [InlineData("aiff-float", 2, "float32")]
    public void Formats_without_loss_have_the_samples_of_the_same_wav_file(string format, int channels, string encoding)
    {
        var samples = Sound(30_011 * channels);
        var wav = Path(WavBuilder.Encoded(encoding, Rate, channels, samples.Select(sample => (double)sample)));
        Assert.Equal(Samples(WavReader.Read(wav)), Samples(RecordingReader.Read(Write(format, channels, samples))));
    }

    [Theory]
    [InlineData("vorbis", 48_000, 0.02)]
    [InlineData("opus", 48_000, 0.05)]
    [InlineData("mp3", Rate, 0.02)]
    public void Formats_with_loss_have_about_the_samples(string format, int rate, double error)
    {
        float[] samples = [.. Enumerable.Range(0, 50_001).Select(i => (float)(0.5 * Math.Sin(i * 0.05)))];
        var read = RecordingReader.Read(Write(format, 1, samples, rate));
        Assert.Equal((rate, samples.Length), (read.SampleRate, read.Length));
        Assert.InRange(Math.Sqrt(Samples(read).Zip(samples).Average(pair => (pair.First - pair.Second) * (double)(pair.First - pair.Second))), 0, error);
    }

    [Theory]
    [InlineData("flac16", 2, Rate)]
    [InlineData("aiff24", 1, Rate)]
    [InlineData("vorbis", 1, Rate)]
    [InlineData("opus", 2, 48_000)]
    [InlineData("mp3", 1, Rate)]
    public void Samples_are_the_same_whatever_the_pieces(string format, int channels, int rate)
    {
        var path = Write(format, channels, Sound(40_001 * channels), rate);
        var expected = Samples(RecordingReader.Read(path));
        foreach (var piece in new[] { 1_000, 60_000, 7 })
        {
            using var stream = RecordingReader.Open(path, cancellation: TestContext.Current.CancellationToken);
            Assert.Equal((rate, (long)expected.Length), (stream.SampleRate, stream.Length));
            var (samples, buffer) = (new List<float>(), new float[piece]);
            for (int count; (count = stream.Read(buffer)) > 0;)
                samples.AddRange(buffer.AsSpan(0, count));
            Assert.Equal(expected, samples);
            Assert.Equal(stream.Length, stream.Position);
        }
    }

    [Fact]
    public void The_format_is_that_of_the_first_bytes_whatever_the_name()
    {
        var wav = Path(WavBuilder.Pcm16(8_000, 1, 1, 2, 3), "wav.flac");
        Assert.True(RecordingReader.Read(wav).IsPcm16);
        var flac = Write("flac16", 1, Sound(1_000), name: "flac.wav");
        Assert.Equal(1_000, RecordingReader.Read(flac).Length);
        Assert.Contains("a FLAC header; supported is WAV", Assert.Throws<AudioFormatException>(() => WavReader.Read(flac)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_mp3_of_variable_bit_rate_is_read_to_its_end_without_its_index()
    {
        // Silence, then noise: the first frames' bit rate says nothing about the rest.
        float[] samples = [.. new float[100_000], .. Sound(100_000)];
        var file = File.ReadAllBytes(Write("mp3", 1, samples));
        var index = file.AsSpan().IndexOf("Xing"u8);
        Assert.InRange(index, 0, 100);
        var bare = Path(file[(index + file.AsSpan(index).IndexOf(file.AsSpan(0, 2)))..]);
        Assert.InRange(RecordingReader.Read(bare).Length, samples.Length, samples.Length + 3 * 1152);
        // What music players write before and behind.
        foreach (var tagged in new byte[][] { [.. "ID3"u8, 3, 0, 0, 0, 0, 0, 20, .. new byte[20], .. file], [.. file, .. "TAG"u8, .. new byte[125]] })
            Assert.Equal(samples.Length, RecordingReader.Read(Path(tagged, "tagged.mp3")).Length);
    }

    [Fact]
    public void A_flac_that_does_not_say_its_length_is_read_to_its_end()
    {
        var file = File.ReadAllBytes(Write("flac16", 1, Sound(50_000)));
        SetFlacLength(file, 0);
        Assert.Equal(50_000, RecordingReader.Read(Path(file)).Length);
    }

    [Theory]
    [InlineData("flac16")]
    [InlineData("vorbis")]
    [InlineData("opus")]
    [InlineData("mp3")]
    public void A_recording_that_is_cut_is_refused_before_its_first_sample(string format)
    {
        var file = File.ReadAllBytes(Write(format, 1, Sound(100_000), 48_000));
        foreach (var length in new[] { 13, 50, file.Length / 2, file.Length - 300 })
        {
            var path = Path(file[..length]);
            var error = Assert.Throws<AudioFormatException>(() => RecordingReader.Open(path, cancellation: TestContext.Current.CancellationToken));
            Assert.Contains("ffmpeg", error.Message, StringComparison.Ordinal);
            Assert.Equal(error.Message, Assert.Throws<AudioFormatException>(() => RecordingReader.Read(path)).Message);
        }
    }

    [Fact]
    public void Headers_that_lie_are_refused_without_their_memory()
    {
        var flac = File.ReadAllBytes(Write("flac16", 1, Sound(10_000)));
        SetFlacLength(flac, (1L << 36) - 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<AudioFormatException>(() => RecordingReader.Read(Path(flac)));
        Assert.Contains("10000 samples are there, its header promises 68719476735", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);

        var aiff = File.ReadAllBytes(Write("aiff16", 1, Sound(1_000)));
        var header = aiff.AsSpan().IndexOf("COMM"u8) + 8;
        AssertRefused(aiff, header, [0, 0], "Bad channel count");
        AssertRefused(aiff, header, [0xFF, 0xFF], "Bad channel count");
        // 80-bit floats: 800 MHz, and none.
        AssertRefused(aiff, header + 8, [0x40, 0x40], "Hz where 4 to 384 kHz are supported");
        AssertRefused(aiff, header + 8, new byte[10], "Hz where 4 to 384 kHz are supported");
        AssertRefused(aiff[..(aiff.AsSpan().IndexOf("SSND"u8) + 16)], 0, [], "an AIFF recording without samples");
    }

    [Fact]
    public void Samples_that_are_no_numbers_are_refused_with_their_place()
    {
        var samples = Sound(30_000);
        samples[29_000] = float.NaN;
        var path = Write("aiff-float", 1, samples);
        Assert.Contains("sample 29000 is NaN", Assert.Throws<AudioFormatException>(() => RecordingReader.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_anywhere_is_an_error_in_words_or_no_error()
    {
        var random = new Random(1);
        foreach (var format in new[] { "flac16", "vorbis", "opus", "mp3", "aiff16" })
        {
            var file = File.ReadAllBytes(Write(format, 1, Sound(20_000), 48_000));
            for (var i = 0; i < 60; i++)
            {
                byte[] damaged = [.. file];
                for (var spot = 0; spot < 4; spot++)
                    damaged[random.Next(i % 2 == 0 ? 200 : damaged.Length)] ^= (byte)random.Next(1, 256);
                if (Record.Exception(() => RecordingReader.Read(Path(damaged, "damaged"))) is { } error)
                    Assert.IsType<AudioFormatException>(error);
            }
        }
    }

    [Fact]
    public void Memory_does_not_grow_with_the_recording()
    {
        var path = Write("flac16", 1, new float[5_000_000]);
        var piece = new float[10_000];
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var stream = RecordingReader.Open(path, cancellation: TestContext.Current.CancellationToken);
        while (stream.Read(piece) > 0)
        {
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 500_000);
    }

    [Theory]
    [InlineData(null, "MP3 recording: reading it takes libsndfile, which this system does not have", "libsndfile1", "brew install libsndfile")]
    [InlineData("libsndfile-1.0.31", "MP3 recording: reading it takes libsndfile 1.1 or later, this is libsndfile-1.0.31", "libsndfile1")]
    public void A_library_that_is_missing_or_too_old_is_said_with_how_to_get_it(string? name, params string[] parts)
    {
        var problem = SndfileLibrary.ProblemFor(SndfileFormat.Mp3, name)!;
        Assert.All(parts, part => Assert.Contains(part, problem, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', problem);
    }

    [Theory]
    [InlineData("libsndfile-1.1.0")]
    [InlineData("libsndfile-1.2.2")]
    [InlineData("libsndfile-1.1.0beta2")]
    [InlineData("libsndfile-2.0")]
    [InlineData("another")]
    public void A_library_that_is_new_enough_is_taken(string name)
    {
        Assert.Null(SndfileLibrary.ProblemFor(SndfileFormat.Mp3, name));
        Assert.Null(SndfileLibrary.ProblemFor(SndfileFormat.Flac, "libsndfile-1.0.31"));
    }

    private void AssertRefused(byte[] file, int offset, byte[] patch, string words)
    {
        byte[] patched = [.. file];
        patch.CopyTo(patched, offset);
        var path = Path(patched);
        Assert.Contains(words, Assert.Throws<AudioFormatException>(() => RecordingReader.Read(path)).Message, StringComparison.Ordinal);
        Assert.Contains(words, Assert.Throws<AudioFormatException>(() => RecordingReader.Open(path, cancellation: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    /// <summary>36 bits in the first metadata block.</summary>
    private static void SetFlacLength(byte[] file, long samples)
    {
        file[21] = (byte)((file[21] & 0xF0) | (int)(samples >> 32));
        for (var i = 0; i < 4; i++)
            file[22 + i] = (byte)(samples >> (24 - 8 * i));
    }

    private static float[] Samples(Waveform waveform)
    {
        var samples = new float[waveform.Length];
        waveform.CopyTo(samples);
        return samples;
    }

    private static float[] Sound(int count)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(i => (float)(0.4 * Math.Sin(i * 0.03) + 0.3 * (random.NextDouble() - 0.5)))];
    }

    private string Write(string format, int channels, float[] samples, int rate = Rate, string? name = null)
    {
        var path = System.IO.Path.Combine(_folder.FullName, name ?? $"{Guid.NewGuid():N}");
        SndfileWriter.Write(path, format, rate, channels, samples);
        return path;
    }

    private string Path(byte[] bytes, string? name = null)
    {
        var path = System.IO.Path.Combine(_folder.FullName, name ?? $"{Guid.NewGuid():N}");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
