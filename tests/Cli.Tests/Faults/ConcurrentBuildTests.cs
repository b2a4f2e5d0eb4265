using EmotionGpu.Features.Tests.Cache.Faults;

namespace EmotionGpu.Cli.Tests.Faults;

/// <summary>Two builds into one cache at once.</summary>
[Collection(nameof(Disturbed))]
public sealed class ConcurrentBuildTests(FaultCorpus corpus, ITestOutputHelper output)
{
    [Fact]
    public void Both_end_well_and_no_clip_is_made_twice_and_if_one_is_killed_the_other_completes_it()
    {
        var seed = Random.Shared.Next();
        var rounds = LongTests.Or(4, 50);
        output.WriteLine($"seed {seed}, {rounds} rounds, in every other of which one is killed");
        var random = new Random(seed);
        for (var i = 0; i < rounds; i++)
        {
            var cache = $"both-{i}";
            using var first = corpus.Begin(cache);
            using var second = corpus.Begin(cache);
            var isKilled = i % 2 == 1;
            if (isKilled)
            {
                _ = corpus.WaitForMoment(first, cache, random);
                first.Kill();
            }

            var ended = EmotionProcess.Wait(second).Expect(0).Json;
            var other = EmotionProcess.Wait(first);
            var written = ended.Int("written") + (isKilled ? 0 : other.Expect(0).Json.Int("written"));
            Assert.Equal(FaultCorpus.Clips, ended.Int("clips"));
            // What a killed one computed it does not say.
            if (!isKilled)
                Assert.Equal(FaultCorpus.Clips, written);
            corpus.ExpectWhole(cache);
            // Nobody holds it any more.
            File.Open(corpus[$"{cache}/.lock"], FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            output.WriteLine($"round {i}: {(isKilled ? "one killed, the other" : "the two")} computed {written} of {FaultCorpus.Clips} clips; lost, doubled or left locked: nothing");
        }
    }
}
