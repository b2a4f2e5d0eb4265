using System.Globalization;
using System.Text.Json;
using EmotionGpu.Features.Audio;

namespace EmotionGpu.Cli.Tests;

public sealed class PredictCommandTests(TrainedModel model)
{
    private static readonly string First = "data/Actor_02/" + Recordings.Name(2, 1);

    [Fact]
    public void Probabilities_add_up_and_the_label_is_the_most_probable_class()
    {
        model.Run.Expect(3);
        var json = model.Emotion("predict", "--model", "run/model.zip", First, "data/Actor_03", "--json").Expect(0).Json;
        Assert.Equal(["model", "mode", "results", "refused"], json.Names());
        Assert.Equal(("run/model.zip", "emotion", 0), (json.Text("model"), json.Text("mode"), json.GetProperty("refused").GetArrayLength()));
        var results = json.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal(9, results.Length);
        Assert.Equal(First, results[0].Text("path"));
        foreach (var result in results)
        {
            Assert.Equal(["path", "label", "entropy", "probabilities"], result.Names());
            var probabilities = result.GetProperty("probabilities").Deserialize<Dictionary<string, double>>()!;
            Assert.Equal(8, probabilities.Count);
            Assert.Equal(1, probabilities.Values.Sum(), 1e-5);
            Assert.Equal(probabilities.Values.Max(), probabilities[result.Text("label")!]);
            Assert.Equal(-probabilities.Values.Sum(p => p * Math.Log2(p)), result.GetProperty("entropy").GetDouble(), 1e-5);
        }
    }

    [Fact]
    public void Top_k_keeps_the_most_probable()
    {
        model.Run.Expect(3);
        var json = model.Emotion("predict", "--top-k", "2", "--model", "run/model.zip", First, "--json").Expect(0).Json;
        var probabilities = json.GetProperty("results")[0].GetProperty("probabilities").EnumerateObject().ToArray();
        Assert.Equal(2, probabilities.Length);
        Assert.Equal(json.GetProperty("results")[0].Text("label"), probabilities[0].Name);
        Assert.True(probabilities[0].Value.GetDouble() >= probabilities[1].Value.GetDouble());
    }

    [Fact]
    public void A_bad_recording_among_good_ones_is_listed_and_the_rest_goes_on()
    {
        model.Run.Expect(3);
        var broken = "data/Actor_01/" + Recordings.Name(1, 1, repetition: 2);
        var run = model.Emotion("predict", "--model", "run/model.zip", broken, First, "--json").Expect(3);
        Assert.Equal(First, Assert.Single(run.Json.GetProperty("results").EnumerateArray()).Text("path"));
        var refused = Assert.Single(run.Json.GetProperty("refused").EnumerateArray());
        Assert.Equal((broken, false), (refused.Text("path"), string.IsNullOrEmpty(refused.Text("reason"))));
        Assert.Contains(broken, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_but_bad_recordings_fails_and_lists_them()
    {
        model.Run.Expect(3);
        var broken = "data/Actor_01/" + Recordings.Name(1, 1, repetition: 2);
        var run = model.Emotion("predict", "--model", "run/model.zip", broken, "--json").Expect(1);
        Assert.Equal((0, 1), (run.Json.GetProperty("results").GetArrayLength(), run.Json.GetProperty("refused").GetArrayLength()));
        var line = $"emotion predict: every input was refused (1); the first: {broken}: ";
        run.ExpectLastErrorLine(line);
        model.Emotion("predict", "--model", "run/model.zip", broken).Expect(1).ExpectOneErrorLine(line);
    }

    [Fact]
    public void A_pattern_stands_for_the_files_that_match()
    {
        model.Run.Expect(3);
        Assert.Equal(8, Paths("data/Actor_02/*.wav").Length);
        Assert.All(Paths("data/Actor_02/*.wav"), path => Assert.StartsWith("data/Actor_02/03-", path, StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(1, 4).Select(actor => $"data/Actor_{actor:00}/{Recordings.Name(actor, 5)}"), Paths("data/**/03-01-05-*.wav"));
        Assert.Equal(Paths("data/Actor_03/*"), Paths(model["data/Actor_03/*"]).Select(path => Path.GetRelativePath(model["."], path)));
        model.Emotion("predict", "--model", "run/model.zip", First, "data/*.mp3").Expect(2).ExpectOneErrorLine("data/*.mp3: no file matches");
        model.Emotion("predict", "--model", "run/model.zip", "none/*.wav").Expect(2).ExpectOneErrorLine("none/*.wav: no file matches");
        Recordings.Write(model["stars/a*b.wav"], 440);
        Assert.Equal(["stars/a*b.wav"], Paths("stars/a*b.wav"));

        string[] Paths(string pattern) => [.. model.Emotion("predict", "--model", "run/model.zip", pattern, "--json").Expect(0).Json.GetProperty("results")
            .EnumerateArray().Select(result => result.Text("path")!)];
    }

    [Fact]
    public void A_path_that_is_not_there_is_a_wrong_command_line()
    {
        model.Run.Expect(3);
        model.Emotion("predict", "--model", "run/model.zip", First, "nowhere.wav").Expect(2).ExpectOneErrorLine("nowhere.wav");
    }

    [Fact]
    public void A_model_of_the_other_mode_fails()
    {
        model.Run.Expect(3);
        model.Emotion("predict", "--model", "run/model.zip", "--mode", "sentiment", First).Expect(1)
            .ExpectOneErrorLine("run/model.zip", "sentiment");
    }

    [Fact]
    public void People_see_a_table()
    {
        model.Run.Expect(3);
        var run = model.Emotion("predict", "--model", "run/model.zip", First).Expect(0);
        Assert.Contains(First, run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void A_line_of_data_for_each_recording_says_what_the_document_says()
    {
        model.Run.Expect(3);
        var broken = "data/Actor_01/" + Recordings.Name(1, 1, repetition: 2);
        var document = model.Emotion("predict", "--model", "run/model.zip", "data", "--json").Expect(3).Json.GetProperty("results").EnumerateArray().ToArray();
        var lines = model.Emotion("predict", "--model", "run/model.zip", "data", "--format", "jsonl").Expect(3);
        Assert.Equal(document.Select(Compact), lines.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains($"refused: {broken}: ", lines.Error, StringComparison.Ordinal);

        var csv = model.Emotion("predict", "--model", "run/model.zip", "data", "--format", "csv").Expect(3).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("path,label,entropy,neutral,calm,happy,sad,angry,fearful,disgust,surprised", csv[0]);
        Assert.Equal(document.Length, csv.Length - 1);
        foreach (var (line, result) in csv.Skip(1).Zip(document))
        {
            var fields = line.Split(',');
            Assert.Equal((result.Text("path"), result.Text("label")), (fields[0], fields[1]));
            Assert.Equal(result.GetProperty("entropy").GetDouble(), double.Parse(fields[2], CultureInfo.InvariantCulture), 1e-5);
            foreach (var (name, value) in csv[0].Split(',').Zip(fields).Skip(3))
                Assert.Equal(result.GetProperty("probabilities").GetProperty(name).GetDouble(), double.Parse(value, CultureInfo.InvariantCulture), 1e-5);
        }

        static string Compact(JsonElement result) => JsonSerializer.Serialize(result);
    }

    [Fact]
    public void A_timeline_is_the_same_in_every_form()
    {
        model.Run.Expect(3);
        // A second of a tone, two of silence, a second of another tone.
        short[] samples = [.. Tone(200), .. new short[32_000], .. Tone(900)];
        using (var file = File.Create(model["long talk.wav"]))
            PcmWav.Write(file, 16_000, samples);
        string[] command = ["predict", "--model", "run/model.zip", "long talk.wav", "--timeline", "--smoothing", "1"];
        var windows = model.Emotion([.. command, "--json"]).Expect(0).Json.GetProperty("results")[0].GetProperty("windows").EnumerateArray().ToArray();
        Assert.Equal([0, 0.5, 1, 1.5, 2, 2.5, 3], windows.Select(window => window.GetProperty("start").GetDouble()));
        Assert.Equal([false, false, true, true, true, false, false], windows.Select(window => window.Text("label") == "silence"));
        Assert.All(windows, window => Assert.Equal(window.Text("label") == "silence", window.GetProperty("probabilities").ValueKind == JsonValueKind.Null));

        var lines = Lines("jsonl").Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(windows.Select(window => window.GetRawText().Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal)),
            lines.Select(line => line.GetRawText().Replace("\"path\":\"long talk.wav\",", "", StringComparison.Ordinal)));
        Assert.Equal(windows.Select(window => window.Text("label")), Lines("csv").Skip(1).Select(line => line.Split(',')[3]));
        Assert.StartsWith("path,start,end,label,entropy,neutral,", Lines("csv")[0], StringComparison.Ordinal);

        // Windows of a second, so labels change halfway between two centres: 1.25 and 2.75 are the ends of silence.
        var track = Lines("audacity").Select(line => line.Split('\t')).ToArray();
        Assert.Equal(("0.000", "4.000"), (track[0][0], track[^1][1]));
        Assert.All(track.Zip(track.Skip(1)), pair => Assert.Equal(pair.First[1], pair.Second[0]));
        Assert.Equal(["1.250", "2.750", "silence"], track.Single(segment => segment[2] == "silence"));
        Assert.Equal(track.Where(segment => segment[2] != "silence").Select(segment => (segment[0], segment[2])),
            Lines("rttm").Select(line => line.Split(' ')).Select(fields => (fields[3], fields[7])));
        Assert.All(Lines("rttm"), line => Assert.Matches(@"^SPEAKER long_talk 1 \d+\.\d{3} \d+\.\d{3} <NA> <NA> \w+ <NA> <NA>$", line));
        Assert.Contains("silence", model.Emotion(command).Expect(0).Output, StringComparison.Ordinal);

        string[] Lines(string format) => model.Emotion([.. command, "--format", format]).Expect(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        static IEnumerable<short> Tone(double hertz) => Enumerable.Range(0, 16_000).Select(i => (short)(9000 * Math.Sin(2 * Math.PI * hertz * i / 16_000)));
    }

    [Fact]
    public void A_recording_that_cannot_be_read_is_refused_and_the_timelines_of_others_go_on()
    {
        model.Run.Expect(3);
        var broken = "data/Actor_01/" + Recordings.Name(1, 1, repetition: 2);
        var run = model.Emotion("predict", "--model", "run/model.zip", broken, First, "--timeline", "--format", "audacity").Expect(3);
        Assert.Contains($"refused: {broken}: ", run.Error, StringComparison.Ordinal);
        Assert.NotEmpty(run.Output);
        model.Emotion("predict", "--model", "run/model.zip", broken, "--timeline").Expect(1);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Redirected_output_does_not_wrap_a_long_path(bool json)
    {
        model.Run.Expect(3);
        var folder = string.Join('/', Enumerable.Repeat(new string('a', 60), 5)) + (json ? "/json" : "/text");
        Recordings.Write(model[folder + "/good.wav"], 440);
        Recordings.WriteBroken(model[folder + "/bad.wav"]);
        var run = model.Emotion(["predict", "--model", "run/model.zip", folder, .. json ? ["--json"] : Array.Empty<string>()]).Expect(3);
        var lines = (json ? run.Error : run.Output).Split('\n');
        Assert.Contains(lines, line => line.Contains($"| {folder}/good.wav |", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith($"refused: {folder}/bad.wav: ", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.True(line.Length < 1000, $"{line.Length} characters"));
    }
}
