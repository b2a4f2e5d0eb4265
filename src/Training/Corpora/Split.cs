namespace EmotionGpu.Training.Corpora;

/// <summary>
/// Who is on which side: actors, each list ascending, no actor on two sides. Only actors that the data has stand on a side.
/// </summary>
public sealed record Split
{
    /// <summary>A checked split.</summary>
    /// <param name="train">Actors to train on.</param>
    /// <param name="validation">Actors that choose the checkpoint.</param>
    /// <param name="test">Actors that score what is frozen; may be empty.</param>
    /// <param name="missing">Actors that the protocol names and the data lacks.</param>
    /// <param name="validates">Whether somebody must validate.</param>
    /// <exception cref="SplitException">An actor stands on two sides, nobody trains, or nobody validates where somebody must.</exception>
    public Split(IEnumerable<int> train, IEnumerable<int> validation, IEnumerable<int> test, IEnumerable<int> missing, bool validates = true)
    {
        Train = [.. train.Order()];
        Validation = [.. validation.Order()];
        Test = [.. test.Order()];
        Missing = [.. missing.Order()];
        RequireDisjoint();
        if (Train.Count == 0 || validates && Validation.Count == 0)
            throw new SplitException($"found {ActorList.Describe([.. Train, .. Validation, .. Test])}, "
                + $"wanted at least one for training{(validates ? " and one for validation" : "")}");
    }

    /// <summary>Actors to train on.</summary>
    public IReadOnlyList<int> Train { get; }

    /// <summary>Actors that choose the checkpoint; nobody where they train too (<see cref="Protocol.Fold"/>).</summary>
    public IReadOnlyList<int> Validation { get; }

    /// <summary>Actors that score what is frozen; empty when the protocol names none or the data has none of them.</summary>
    public IReadOnlyList<int> Test { get; }

    /// <summary>Actors that the protocol names and the data lacks.</summary>
    public IReadOnlyList<int> Missing { get; }

    /// <summary>
    /// Whether the validation actors were taken from the training actors (<see cref="ValidationDraw"/>) rather than named by the
    /// protocol.
    /// </summary>
    public bool ValidationDrawn { get; init; }

    /// <summary>The clips of each side, in the order given. Clips of actors on no side are left out.</summary>
    public SplitClips Apply(IReadOnlyList<CorpusClip> clips) => new(Of(clips, Train), Of(clips, Validation), Of(clips, Test));

    private static CorpusClip[] Of(IReadOnlyList<CorpusClip> clips, IReadOnlyList<int> actors) =>
        [.. clips.Where(clip => actors.Contains(clip.Actor))];

    private void RequireDisjoint()
    {
        var twice = Train.Concat(Validation).Concat(Test).GroupBy(actor => actor).Where(sides => sides.Count() > 1);
        if (twice.Select(sides => sides.Key).FirstOrDefault() is > 0 and var actor)
            throw new SplitException($"actor {actor} stands on two sides of the split; each actor must train, validate or test");
    }
}

/// <summary>The clips of each side of a <see cref="Split"/>.</summary>
public sealed record SplitClips(IReadOnlyList<CorpusClip> Train, IReadOnlyList<CorpusClip> Validation, IReadOnlyList<CorpusClip> Test);

/// <summary>The recordings that are there cannot be split into training and validation: says who was found, who was wanted, what to do.</summary>
public sealed class SplitException : Exception
{
    /// <param name="message">What was found, what was wanted and what to do.</param>
    public SplitException(string message) : base(message)
    {
    }
}
