using EmotionGpu.Features.Tests.Cache.Faults;

namespace EmotionGpu.Cli.Tests.Faults;

/// <summary>A disk that becomes full, at different places of a build.</summary>
[Collection(nameof(Disturbed))]
public sealed class FullDiskTests(FaultCorpus corpus, ITestOutputHelper output)
{
    /// <summary>A file system in memory of so many KB, where mounting one is allowed; the next test does without.</summary>
    [Theory, InlineData(8), InlineData(260)]
    public void The_build_ends_in_one_line_and_goes_on_when_there_is_space(int kilobytes)
    {
        var cache = $"disk-{kilobytes}";
        using var disk = new SmallDisk(corpus[cache], $"{kilobytes}k");
        var full = corpus.Build(cache).Expect(1).ExpectOneErrorLine("No space left on device", cache);
        var (kept, _) = ExpectNothingOpen(cache);
        disk.Grow("64m");
        ExpectRest(cache, kept);
        output.WriteLine($"{kilobytes} KB: {kept} clips kept, \"{full.ErrorLines[0]}\"; lost in the end: nothing");
    }

    /// <summary>Files of at most so many blocks of 512 bytes: the first shard is too long, or later the manifest, whose append is torn.</summary>
    [Theory, InlineData(16, ".safetensors"), InlineData(60, "manifest.jsonl")]
    public void A_file_that_may_not_grow_is_a_full_disk(int blocks, string file)
    {
        var cache = $"limit-{blocks}";
        var full = EmotionProcess.RunWithFileSizeLimit(blocks, corpus["."], FaultCorpus.Command(cache)).Expect(1);
        full.ExpectOneErrorLine("File too large", cache, file);
        var (kept, _) = ExpectNothingOpen(cache);
        Assert.Equal(file == "manifest.jsonl", kept > 0);
        ExpectRest(cache, kept);
        output.WriteLine($"{512 * blocks} bytes a file: {kept} clips kept, \"{full.ErrorLines[0]}\"; lost in the end: nothing");
    }

    private (int Kept, string Lost) ExpectNothingOpen(string cache)
    {
        Assert.Empty(Directory.GetFiles(corpus[cache], "*.tmp"));
        return corpus.ExpectNothingHalf(cache, "manifest.jsonl");
    }

    private void ExpectRest(string cache, int kept)
    {
        Assert.Equal(FaultCorpus.Clips - kept, corpus.Build(cache).Expect(0).Json.Int("written"));
        corpus.ExpectWhole(cache);
    }
}
