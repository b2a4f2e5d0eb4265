using EmotionGpu.Features.Tests.Audio;

namespace EmotionGpu.Cli.Tests;

/// <summary>What <c>predict</c> takes beside WAV files: other formats, and standard input.</summary>
public sealed class PredictInputTests(TrainedModel model)
{
    private const int Rate = 16_000;

    private static readonly string First = "data/Actor_02/" + Recordings.Name(2, 1);

    [Fact]
    public void A_folder_has_recordings_of_every_format_whatever_the_case_of_their_names()
    {
        model.Run.Expect(3);
        SndfileWriter.Require();
        string[] names = ["a.flac", "b.OGG", "c.Mp3", "d/e.aiff", "f.AIF", "g.WAV"];
        foreach (var (name, format) in names.Zip(["flac16", "vorbis", "mp3", "aiff16", "aiff24"]))
            Write($"mixed/{name}", format);
        Recordings.Write(model["mixed/g.WAV"], 440);
        File.WriteAllText(model["mixed/notes.txt"], "no sound");
        Assert.Equal(names.Select(name => $"mixed/{name}"), Paths("mixed"));
        Assert.Equal(["mixed/a.flac", "mixed/d/e.aiff"], Paths("mixed/*.flac", "mixed/**/*.aiff"));

        string[] Paths(params string[] inputs) => [.. model.Emotion(["predict", "--model", "run/model.zip", .. inputs, "--json"]).Expect(0).Json
            .GetProperty("results").EnumerateArray().Select(result => result.Text("path")!)];
    }

    [Fact]
    public void A_folder_without_recordings_says_what_they_are_called()
    {
        model.Run.Expect(3);
        Directory.CreateDirectory(model["nothing"]);
        model.Emotion("predict", "--model", "run/model.zip", "nothing").Expect(1).ExpectOneErrorLine("nothing: no recordings (.wav .flac .ogg .mp3 .aiff .aif)");
    }

    [Fact]
    public void A_recording_on_standard_input_is_the_same_as_from_its_file()
    {
        model.Run.Expect(3);
        var file = model.Emotion("predict", "--model", "run/model.zip", First, "--format", "csv").Expect(0).Output;
        var both = On(File.ReadAllBytes(model[First]), "-", First, "--format", "csv").Expect(0).Output;
        Assert.Equal(file.Replace(First, "-", StringComparison.Ordinal) + file.Split('\n')[1] + "\n", both);
        var windows = model.Emotion("predict", "--model", "run/model.zip", First, "--timeline", "--format", "csv").Expect(0).Output;
        Assert.Equal(windows.Replace(First, "-", StringComparison.Ordinal), On(File.ReadAllBytes(model[First]), "-", "--timeline", "--format", "csv").Expect(0).Output);
        Assert.Contains("| -         |", On(File.ReadAllBytes(model[First]), "-").Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Standard_input_may_have_another_format()
    {
        model.Run.Expect(3);
        Write("piped.flac", "flac16");
        var file = model.Emotion("predict", "--model", "run/model.zip", "piped.flac", "--format", "csv").Expect(0).Output;
        Assert.Equal(file.Replace("piped.flac", "-", StringComparison.Ordinal), On(File.ReadAllBytes(model["piped.flac"]), "-", "--format", "csv").Expect(0).Output);
    }

    [Fact]
    public void What_is_no_recording_on_standard_input_is_refused_by_its_name()
    {
        model.Run.Expect(3);
        On([], "-").Expect(1).ExpectOneErrorLine("every input was refused (1); the first: -: 0 bytes");
        var run = On("this is no sound"u8.ToArray(), "-", First, "--json").Expect(3);
        Assert.Equal("-", Assert.Single(run.Json.GetProperty("refused").EnumerateArray()).Text("path"));
        Assert.Equal(First, Assert.Single(run.Json.GetProperty("results").EnumerateArray()).Text("path"));
    }

    [Fact]
    public void Nothing_of_standard_input_is_left_behind_even_of_a_wait_that_is_interrupted()
    {
        model.Run.Expect(3);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no such signal");
        var temporary = Directory.CreateDirectory(model["temporary"]).FullName;
        On(File.ReadAllBytes(model[First]), "-").Expect(0);
        Assert.Empty(Directory.EnumerateFileSystemEntries(temporary, "tmp*"));
        var run = EmotionProcess.RunWaitingUntil(
            () => Directory.EnumerateFileSystemEntries(temporary, "tmp*").Any(), ("TMPDIR", temporary), model["."], "predict", "--model", "run/model.zip", "-");
        run.Expect(1).ExpectOneErrorLine("interrupted");
        Assert.Empty(Directory.EnumerateFileSystemEntries(temporary, "tmp*"));
    }

    [Fact]
    public void Without_the_library_a_recording_is_refused_with_how_to_get_it_and_wav_files_are_read()
    {
        model.Run.Expect(3);
        File.WriteAllBytes(model["lone.flac"], [.. "fLaC"u8, 0, 0, 0, 34]);
        EmotionProcess.RunOn([], ("EMOTION_LIBSNDFILE", "nowhere.so"), model["."], "predict", "--model", "run/model.zip", "lone.flac", First).Expect(3);
        var run = EmotionProcess.RunOn([], ("EMOTION_LIBSNDFILE", "nowhere.so"), model["."], "predict", "--model", "run/model.zip", "lone.flac").Expect(1);
        run.ExpectOneErrorLine("lone.flac: a FLAC recording: reading it takes libsndfile, which this system does not have", "apt-get install libsndfile1");
    }

    private EmotionProcess On(byte[] input, params string[] arguments) =>
        EmotionProcess.RunOn(input, ("TMPDIR", Directory.CreateDirectory(model["temporary"]).FullName), model["."], ["predict", "--model", "run/model.zip", .. arguments]);

    private void Write(string name, string format)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(model[name])!);
        SndfileWriter.Write(model[name], format, Rate, 1, [.. Enumerable.Range(0, 2 * Rate).Select(i => (float)(0.3 * Math.Sin(i * 0.1)))]);
    }
}
