using System.ComponentModel;
using System.Diagnostics;

namespace EmotionGpu.Cli.Tests;

/// <summary>Peers of a few lines of Python; skipped where there is none.</summary>
public sealed class BenchCompareCommandTests
{
    private const string FilesPeer = """
        import glob, json, sys
        assert sys.argv[2] == "--threads"
        print("warming up")
        files = glob.glob(sys.argv[1] + "/**/*.wav", recursive=True)
        print(json.dumps({"peer": "a peer", "threads": int(sys.argv[3]), "clips": len(files), "clips_per_s": 2.5}))
        """;

    private const string DevicePeer = """
        import json, sys
        assert len(sys.argv) == 1
        print(json.dumps({"peer": "a peer", "device": "a device", "batch": 7, "kernel_frames_per_s": 1000, "pipeline_clips_per_s": 4}))
        """;

    [Fact]
    public void Both_go_through_the_same_files_round_by_round()
    {
        using var folder = FolderWith(FilesPeer);
        Recordings.WriteCorpus(folder["data"], 1);
        File.Copy(folder["data/Actor_01/" + Recordings.Name(1, 1)], folder["data/copy.wav"]);
        var json = folder.Emotion(
            "bench", "compare", "--data", "data", "--peer", "peer.py", "--processes", "2", "--rounds", "2", "--backend", "cpu", "--json").Expect(0).Json;
        Assert.Equal(["backend", "device", "cores", "peer", "processes", "clips", "written", "rounds", "median"], json.Names());
        Assert.Equal(("cpu", "a peer"), (json.Text("backend"), json.Text("peer")));
        // The copy is computed once.
        Assert.Equal((2, 9, 8), (json.Int("processes"), json.Int("clips"), json.Int("written")));
        var rounds = json.GetProperty("rounds").EnumerateArray().ToArray();
        Assert.Equal(2, rounds.Length);
        foreach (var round in rounds.Append(json.GetProperty("median")))
        {
            Assert.Equal(
                [
                    "peerClipsPerSecond", "clipsPerSecond", "ratio", "coldClipsPerSecond", "coldRatio", "coldWallClipsPerSecond", "coldWallRatio",
                ],
                round.Names());
            Assert.Equal(2.5, round.Number("peerClipsPerSecond"));
            Assert.Equal(round.Number("clipsPerSecond") / 2.5, round.Number("ratio"), 9);
            Assert.True(round.Number("coldWallClipsPerSecond") <= round.Number("coldClipsPerSecond"));
        }

        Assert.Equal(["data", "peer.py"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Without_files_the_peers_kernel_and_pipeline_are_compared()
    {
        using var folder = FolderWith(DevicePeer);
        var json = folder.Emotion("bench", "compare", "--peer", "peer.py", "--rounds", "1", "--clips", "4", "--backend", "cpu", "--json").Expect(0).Json;
        Assert.Equal(["backend", "device", "clips", "peer", "peerDevice", "batch", "rounds", "median"], json.Names());
        Assert.Equal((4, 7, "a device"), (json.Int("clips"), json.Int("batch"), json.Text("peerDevice")));
        var median = json.GetProperty("median");
        Assert.Equal(
            [
                "peerKernelFramesPerSecond", "kernelFramesPerSecond", "kernelRatio", "peerPipelineClipsPerSecond", "pipelineClipsPerSecond",
                "pipelineRatio",
            ],
            median.Names());
        Assert.Equal(median.Number("kernelFramesPerSecond") / 1000, median.Number("kernelRatio"), 9);
        Assert.Equal(median.Number("pipelineClipsPerSecond") / 4, median.Number("pipelineRatio"), 9);
    }

    [Theory]
    [InlineData("import a_module_that_is_not_there", "peer.py ended with code 1: ModuleNotFoundError", "--python")]
    [InlineData("print('done')", "peer.py printed 'done' last", "JSON")]
    [InlineData("print('[1]')", "peer.py printed '[1]' last", "JSON")]
    [InlineData("pass", "peer.py printed '' last", "JSON")]
    [InlineData("print('{\"peer\": \"p\", \"device\": \"d\", \"batch\": 1}')", "no \"kernel_frames_per_s\"", "peer.py")]
    public void A_peer_that_says_nothing_of_use_is_an_error(string script, string named, string also)
    {
        using var folder = FolderWith(script);
        folder.Emotion("bench", "compare", "--peer", "peer.py", "--backend", "cpu").Expect(1).ExpectOneErrorLine(named, also);
    }

    [Fact]
    public void A_peer_over_other_files_is_an_error()
    {
        using var folder = FolderWith("""print('{"peer": "p", "clips": 3, "clips_per_s": 1}')""");
        Recordings.WriteCorpus(folder["data"], 1);
        folder.Emotion("bench", "compare", "--data", "data", "--peer", "peer.py", "--backend", "cpu")
            .Expect(1).ExpectOneErrorLine("the peer went through 3 recordings", "ours through 8");
    }

    [Fact]
    public void A_python_that_is_not_there_is_named()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["peer.py"], FilesPeer);
        folder.Emotion("bench", "compare", "--peer", "peer.py", "--backend", "cpu", "--python", "no-such-python")
            .Expect(1).ExpectOneErrorLine("no-such-python could not be started", "--python");
    }

    private static TemporaryFolder FolderWith(string script)
    {
        Assert.SkipUnless(HasPython(), "python3 is missing");
        var folder = new TemporaryFolder();
        File.WriteAllText(folder["peer.py"], script);
        return folder;
    }

    private static bool HasPython()
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo("python3", ["--version"]) { RedirectStandardOutput = true })!;
            python.WaitForExit();
            return python.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
