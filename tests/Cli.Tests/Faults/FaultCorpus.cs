using System.Diagnostics;
using System.Text.Json;

namespace EmotionGpu.Cli.Tests.Faults;

/// <summary>Recordings, and the files that a build makes of them which nothing disturbs.</summary>
public sealed class FaultCorpus : IDisposable
{
    /// <summary>Recordings, all of different bytes.</summary>
    public const int Clips = 120;

    /// <summary>Clips a shard: so many that its header has the length that was foretold, and it is written once.</summary>
    public const int ShardClips = 6;

    private readonly TemporaryFolder _folder = new();
    private readonly (string Name, string Bytes)[] _whole;

    public FaultCorpus()
    {
        for (var i = 0; i < Clips; i++)
            Recordings.Write(_folder[$"data/{i:D3}.wav"], 100 + 3 * i, 1);
        using var process = Begin("whole");
        WaitForStart(process, "whole");
        var clock = Stopwatch.StartNew();
        EmotionProcess.Wait(process).Expect(0);
        BuildTime = clock.Elapsed;
        _whole = Files("whole");
        Emotion("cache", "verify", "--cache", "whole").Expect(0);
    }

    /// <summary>From the moment a build has its folder's lock to its end.</summary>
    public TimeSpan BuildTime { get; }

    /// <summary>A path in the folder.</summary>
    public string this[string relative] => _folder[relative];

    /// <summary>The command line of a build.</summary>
    public static string[] Command(string cache, params string[] more) =>
        ["cache", "build", "--data", "data", "--cache", cache, "--backend", "cpu", "--n-mels", "32", "--shard-clips", $"{ShardClips}", "--json", .. more];

    /// <summary>Builds.</summary>
    internal EmotionProcess Build(string cache, params string[] more) => Emotion(Command(cache, more));

    /// <summary>Runs the program.</summary>
    internal EmotionProcess Emotion(params string[] arguments) => _folder.Emotion(arguments);

    /// <summary>Starts a build.</summary>
    internal Process Begin(string cache, params string[] more) => EmotionProcess.Begin(_folder.Path, Command(cache, more));

    /// <summary>
    /// Waits for a random moment of a build: so many shards are there, and a part of what a shard takes has gone by. Not by the clock alone,
    /// which on a busy machine says little of where a build is.
    /// </summary>
    /// <param name="process">The build.</param>
    /// <param name="cache">Its cache.</param>
    /// <param name="random">Chooses.</param>
    /// <param name="clips">What it builds, where that is a slice.</param>
    /// <returns>The moment in words.</returns>
    internal string WaitForMoment(Process process, string cache, Random random, int clips = Clips)
    {
        var shards = random.Next(clips / ShardClips);
        var more = BuildTime * (random.NextDouble() * ShardClips / Clips);
        WaitForStart(process, cache);
        SpinWait.SpinUntil(() => process.HasExited || Directory.GetFiles(_folder[cache], "*.safetensors").Length >= shards, TimeSpan.FromMinutes(1));
        Thread.Sleep(more);
        return $"{more.TotalMilliseconds:F0} ms after shard {shards} of {clips / ShardClips}";
    }

    /// <summary>Starts a merge.</summary>
    internal Process BeginMerge(string cache) => EmotionProcess.Begin(_folder.Path, ["cache", "merge", "--cache", cache, "--json"]);

    /// <summary>Waits for a random moment of a merge, from the one at which it begins to write the manifest, in the first milliseconds after that.</summary>
    /// <returns>The moment in words.</returns>
    internal string WaitForMomentOfMerge(Process process, string cache, Random random)
    {
        SpinWait.SpinUntil(() => process.HasExited || File.Exists(_folder[$"{cache}/manifest.jsonl"]), TimeSpan.FromMinutes(1));
        var more = TimeSpan.FromMilliseconds(30 * random.NextDouble());
        Thread.Sleep(more);
        return $"{more.TotalMilliseconds:F0} ms after it began to write the manifest";
    }

    /// <summary>Fails unless the cache is, byte for byte, the undisturbed one, of which every byte is verified, and nothing else lies there.</summary>
    internal void ExpectWhole(string cache) => Assert.Equal(_whole, Files(cache));

    /// <summary>Fails unless every shard that has its name is a whole one, and at most one was done in vain.</summary>
    /// <returns>Clips in the manifest, and in words what would be done again.</returns>
    internal (int Kept, string Lost) ExpectNothingHalf(string cache, string manifest)
    {
        var whole = _whole.ToDictionary();
        var files = Files(cache);
        var shards = files.Where(file => file.Name.EndsWith(".safetensors", StringComparison.Ordinal)).ToArray();
        Assert.All(shards, shard => Assert.Equal(whole[shard.Name], shard.Bytes));
        var lines = WholeLines(cache, manifest);
        var named = lines.Select(line => line.GetProperty("shard").GetString()!).ToHashSet();
        var unnamed = shards.Count(shard => !named.Contains(shard.Name));
        var open = files.Count(file => file.Name.StartsWith("logmel-", StringComparison.Ordinal) && file.Name.EndsWith(".tmp", StringComparison.Ordinal));
        Assert.All(named, name => Assert.Contains(name, shards.Select(shard => shard.Name)));
        Assert.InRange(unnamed + open, 0, 1);
        return (lines.Length, unnamed > 0 ? "a shard that was not in the manifest yet" : open > 0 ? "a shard that was open" : "nothing");
    }

    public void Dispose() => _folder.Dispose();

    // Until a build has its folder: the start of the program itself, which takes longest, is nothing to disturb.
    private void WaitForStart(Process process, string cache) =>
        SpinWait.SpinUntil(() => process.HasExited || File.Exists(_folder[$"{cache}/.lock"]), TimeSpan.FromMinutes(1));

    /// <summary>Name and bytes of everything in a cache folder but the locks.</summary>
    private (string Name, string Bytes)[] Files(string cache) =>
    [
        .. Directory.GetFiles(_folder[cache]).Where(path => !Path.GetFileName(path).StartsWith(".lock", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(path => (Path.GetFileName(path), Convert.ToHexString(File.ReadAllBytes(path)))),
    ];

    // Up to the last line that ends an append.
    private JsonElement[] WholeLines(string cache, string manifest)
    {
        var path = _folder[$"{cache}/{manifest}"];
        var text = File.Exists(path) ? File.ReadAllText(path) : "";
        var end = text.LastIndexOf("\"append\":", StringComparison.Ordinal);
        var whole = end < 0 || text.IndexOf('\n', end) is var newline && newline < 0 ? "" : text[..newline];
        return [.. whole.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }
}

/// <summary>The tests that disturb builds, one after the other: each starts programs enough.</summary>
[CollectionDefinition(nameof(Disturbed))]
public sealed class Disturbed : ICollectionFixture<FaultCorpus>;
