using EmotionGpu.Features.Tests.Cache.Faults;

namespace EmotionGpu.Cli.Tests.Faults;

/// <summary><c>kill -9</c> of <c>cache build</c> at random moments.</summary>
[Collection(nameof(Disturbed))]
public sealed class KilledBuildTests(FaultCorpus corpus, ITestOutputHelper output)
{
    [Fact]
    public void The_next_build_completes_it_and_redoes_at_most_one_shard()
    {
        var moments = KillAtMoments(LongTests.Or(6, 75), FaultCorpus.Clips, "manifest.jsonl", complete: cache => corpus.ExpectWhole(cache));
        Assert.True(moments > 0, "every kill came after the end; the corpus is too small for this machine");
    }

    [Fact]
    public void The_next_build_of_a_slice_completes_it_and_the_merge_is_one_build()
    {
        var moments = KillAtMoments(LongTests.Or(2, 25), FaultCorpus.Clips / 2, "manifest-1-of-2.jsonl", complete: cache =>
        {
            corpus.Build(cache, "--shard", "0/2").Expect(0);
            corpus.Emotion("cache", "merge", "--cache", cache).Expect(0);
            corpus.ExpectWhole(cache);
        }, "--shard", "1/2");
        Assert.True(moments > 0, "every kill came after the end; the corpus is too small for this machine");
    }

    [Fact]
    public void A_merge_that_is_killed_is_made_again_and_is_one_build()
    {
        var (seed, moments) = (Random.Shared.Next(), LongTests.Or(3, 25));
        output.WriteLine($"seed {seed}, {moments} moments");
        var (random, killed) = (new Random(seed), 0);
        for (var i = 0; i < moments; i++)
        {
            var cache = $"merged-{i}";
            foreach (var slice in (string[])["0/2", "1/2"])
                corpus.Build(cache, "--shard", slice).Expect(0);
            string moment;
            using (var process = corpus.BeginMerge(cache))
            {
                moment = corpus.WaitForMomentOfMerge(process, cache, random);
                killed += process.HasExited ? 0 : 1;
                process.Kill();
                process.WaitForExit();
            }

            var slices = Directory.GetFiles(corpus[cache], "slice-*").Length;
            var again = corpus.Emotion("cache", "merge", "--cache", cache);
            // Where all was done before the kill, there is nothing left to merge.
            Assert.True(again.ExitCode == 0 || again.Error.Contains("no slices", StringComparison.Ordinal), again.Error);
            corpus.ExpectWhole(cache);
            Directory.Delete(corpus[cache], recursive: true);
            output.WriteLine($"killed {moment}: {slices} of 2 slices' records were still there; lost in the end: nothing");
        }

        Assert.True(killed > 0, "every kill came after the end; the corpus is too small for this machine");
    }

    /// <returns>Kills that came before the end.</returns>
    private int KillAtMoments(int moments, int clips, string manifest, Action<string> complete, params string[] flags)
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}, {moments} moments");
        var random = new Random(seed);
        var killed = 0;
        for (var i = 0; i < moments; i++)
        {
            var cache = $"{manifest}-{i}";
            string moment;
            using (var process = corpus.Begin(cache, flags))
            {
                moment = corpus.WaitForMoment(process, cache, random, clips);
                killed += process.HasExited ? 0 : 1;
                process.Kill();
                process.WaitForExit();
            }

            var (kept, lost) = corpus.ExpectNothingHalf(cache, manifest);
            var rest = corpus.Build(cache, flags).Expect(0).Json;
            Assert.Equal((clips, clips - kept), (rest.Int("clips"), rest.Int("written")));
            complete(cache);
            Directory.Delete(corpus[cache], recursive: true);
            output.WriteLine($"killed {moment}: {kept} of {clips} clips kept, done again: {lost}; lost in the end: nothing");
        }

        return killed;
    }
}
