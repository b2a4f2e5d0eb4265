namespace EmotionGpu.Training.Corpora;

/// <summary>The protocols that have a name.</summary>
public static class Protocols
{
    private static readonly int[] Ravdess = [.. Enumerable.Range(1, RavdessName.Actors)];

    /// <summary>The split of the project that this one follows: two actors choose, three test.</summary>
    public static Protocol Seed { get; } = new("seed", Ravdess, [new ProtocolFold([21, 19], [12, 18, 20])]);

    /// <summary>Five folds by actor (Luna-Jiménez et al. 2021, Sensors 21(22): 7665).</summary>
    public static Protocol LunaJimenez { get; } = TestFolds("luna-jimenez",
        [[2, 5, 14, 15, 16], [3, 6, 7, 13, 18], [10, 11, 12, 19, 20], [8, 17, 21, 23, 24], [1, 4, 9, 22]]);

    /// <summary>Six folds by actor (EmoBox, Ma et al. 2024, arXiv:2406.07162).</summary>
    public static Protocol EmoBox { get; } = TestFolds("emobox",
        [[1, 11, 20, 21], [4, 10, 12, 14], [8, 9, 19, 23], [3, 5, 7, 24], [2, 15, 16, 18], [6, 13, 17, 22]]);

    /// <summary>Leave one speaker out: 24 folds, fold k tests actor k + 1.</summary>
    public static Protocol Loso { get; } = TestFolds("loso", [.. Ravdess.Select(actor => new[] { actor })]);

    /// <summary>For a model to hand over: trains on every actor but the two that choose the checkpoint; no test.</summary>
    public static Protocol Everyone { get; } = new("all", Ravdess, [new ProtocolFold([21, 19], [])]);

    /// <summary>For the twelve speakers of the demo corpus: a man and a woman choose, another two test.</summary>
    public static Protocol Demo { get; } = new("demo", [.. Enumerable.Range(1, 12)], [new ProtocolFold([9, 10], [11, 12])]);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Protocol> All { get; } = [Seed, LunaJimenez, EmoBox, Loso, Everyone, Demo];

    /// <summary>Leave one speaker out, for any corpus: fold k tests the actor at place k.</summary>
    /// <param name="actors">Ascending.</param>
    public static Protocol LeaveOneOut(IReadOnlyList<int> actors) =>
        new(Loso.Name, actors, [.. actors.Select(actor => new ProtocolFold([], [actor]))]);

    /// <summary>For a model to hand over, for any corpus: trains on everyone but those whom <see cref="ValidationDraw"/> takes; no test.</summary>
    /// <param name="actors">Ascending.</param>
    public static Protocol EveryoneOf(IReadOnlyList<int> actors) => new(Everyone.Name, actors, [new ProtocolFold([], [])]);

    /// <summary>Name of the protocol that a training follows where none is named.</summary>
    public static string ForTraining(CorpusKind corpus) => corpus == CorpusKind.Ravdess ? Seed.Name : Everyone.Name;

    /// <summary>Name of the protocol that a cross-validation follows where none is named.</summary>
    public static string ForCrossValidation(CorpusKind corpus) => corpus == CorpusKind.Ravdess ? LunaJimenez.Name : Loso.Name;

    private static Protocol TestFolds(string name, int[][] test) =>
        new(name, Ravdess, [.. test.Select(actors => new ProtocolFold([], actors))]);
}
