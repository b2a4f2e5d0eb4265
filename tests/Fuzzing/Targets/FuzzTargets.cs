namespace EmotionGpu.Fuzzing.Targets;

/// <summary>Everything that is fed, by name.</summary>
internal static class FuzzTargets
{
    /// <summary>Every target that can be fed here, but the one that is wrong on purpose.</summary>
    public const string All = "all";

    /// <summary>Those that read bytes and call nothing.</summary>
    public const string Readers = "readers";

    private const string Compressed = "compressed";

    private static readonly (string Name, bool IsReader, Func<IFuzzTarget> Create)[] Known =
    [
        ("model", false, () => new ModelTarget()),
        ("api", false, () => new ApiTarget()),
        ("stream", false, () => new StreamTarget()),
        ("wav", true, () => new WavTarget()),
        ("wav-stream", true, () => new WavStreamTarget()),
        (Compressed, false, () => new CompressedTarget()),
        ("shard", true, () => new ShardTarget()),
        ("manifest", true, () => new ManifestTarget()),
        ("weights", true, () => new WeightsTarget()),
        ("metadata", true, JsonTarget.Metadata),
        ("card", true, JsonTarget.Card),
        ("hello", true, JsonTarget.Hello),
        ("query", true, () => new QueryTarget()),
        ("protocol", true, JsonTarget.Protocol),
        ("run", true, JsonTarget.RunRecord),
        ("table", true, () => new TableTarget()),
    ];

    private const string Planted = "planted";

    /// <summary>What the command line takes.</summary>
    public static IReadOnlyList<string> Words { get; } = [All, Readers, .. Known.Select(target => target.Name), Planted];

    /// <summary>The targets that words stand for, each once.</summary>
    public static IReadOnlyList<string> Named(IEnumerable<string> words) => [.. words.SelectMany(Named).Distinct()];

    /// <summary>Why a target cannot be fed here; null where it can.</summary>
    public static string? ProblemOf(string name) => name == Compressed ? CompressedTarget.Problem : null;

    /// <summary>Makes one.</summary>
    public static IFuzzTarget Create(string name) => name == Planted ? new PlantedTarget() : Known.First(target => target.Name == name).Create();

    private static IEnumerable<string> Named(string word) => word switch
    {
        All => Known.Select(target => target.Name).Where(name => ProblemOf(name) is null),
        Readers => Known.Where(target => target.IsReader).Select(target => target.Name),
        _ => [word],
    };
}
