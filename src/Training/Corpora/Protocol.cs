namespace EmotionGpu.Training.Corpora;

/// <summary>One fold of a protocol; everyone on neither list trains.</summary>
/// <param name="Validation">Actors that choose the checkpoint; empty: taken from the training actors.</param>
/// <param name="Test">Actors that score what is frozen.</param>
public sealed record ProtocolFold(IReadOnlyList<int> Validation, IReadOnlyList<int> Test);

/// <summary>A rule that says who trains, validates and tests. The rules that have a name are in <see cref="Protocols"/>.</summary>
/// <param name="Name">As typed, or the name of the user's file.</param>
/// <param name="Actors">Everyone whom the protocol names, ascending; those whom the data lacks are reported as missing.</param>
/// <param name="Folds">At least one.</param>
public sealed record Protocol(string Name, IReadOnlyList<int> Actors, IReadOnlyList<ProtocolFold> Folds)
{
    /// <summary>The protocol of that name for RAVDESS and the demo corpus, or else the one in that file (<see cref="ProtocolFile"/>).</summary>
    /// <exception cref="ProtocolException">There is neither, or the file is not a protocol.</exception>
    public static Protocol Load(string nameOrFile) => Load(nameOrFile, Protocols.All, RavdessName.Actors);

    /// <summary>The protocol of that name for a corpus, or else the one in that file.</summary>
    /// <param name="nameOrFile">Names of folds by number (<c>seed</c>, say) are RAVDESS's alone.</param>
    /// <param name="corpus">Who is there.</param>
    /// <exception cref="ProtocolException">There is neither, the name is of another corpus's, or the file is not a protocol.</exception>
    public static Protocol Load(string nameOrFile, Corpus corpus)
    {
        if (corpus.Kind == CorpusKind.Ravdess)
            return Load(nameOrFile);
        Protocol[] possible = [Protocols.LeaveOneOut(corpus.Actors), Protocols.EveryoneOf(corpus.Actors)];
        if (Protocols.All.Any(protocol => protocol.Name == nameOrFile) && possible.All(protocol => protocol.Name != nameOrFile))
        {
            throw new ProtocolException($"protocol '{nameOrFile}' names actors of RAVDESS or the demo corpus, the recordings are of corpus "
                + $"{corpus.Kind.Name()}; {string.Join(", ", possible.Select(protocol => protocol.Name))} or a JSON file of its own actors can be used");
        }

        return Load(nameOrFile, possible, int.MaxValue);
    }

    private static Protocol Load(string nameOrFile, IReadOnlyList<Protocol> named, int lastActor)
    {
        if (named.FirstOrDefault(protocol => protocol.Name == nameOrFile) is { } found)
            return found;
        if (File.Exists(nameOrFile))
            return ProtocolFile.Read(nameOrFile, lastActor);
        throw new ProtocolException(
            $"protocol '{nameOrFile}' is neither a name nor a file; names are {string.Join(", ", named.Select(protocol => protocol.Name))}");
    }

    /// <summary>
    /// Splits the actors that are there. A fold that names no validation actors, or only ones that the data lacks, takes them from
    /// its training actors (<see cref="ValidationDraw"/>).
    /// </summary>
    /// <param name="index">Of the fold, from 0.</param>
    /// <param name="actorsPresent">Actors that have clips.</param>
    /// <param name="validates">False: nobody validates, and who would trains too, for a recipe with which nothing is left to choose.</param>
    /// <exception cref="ProtocolException">There is no such fold.</exception>
    /// <exception cref="SplitException">Nobody is left to train, or to validate where somebody must.</exception>
    public Split Fold(int index, IReadOnlyCollection<int> actorsPresent, bool validates)
    {
        if (index < 0 || index >= Folds.Count)
        {
            var folds = Folds.Count == 1 ? "only fold 0" : $"folds 0 to {Folds.Count - 1}";
            throw new ProtocolException($"fold {index} of protocol '{Name}': it has {folds}");
        }

        var fold = Folds[index];
        int[] present = [.. actorsPresent.Distinct()];
        int[] test = [.. fold.Test.Intersect(present)];
        int[] validation = validates ? [.. fold.Validation.Intersect(present)] : [];
        var drawn = validates && validation.Length == 0;
        if (drawn)
            validation = [.. ValidationDraw.For(Folds, index, present)];
        int[] train = [.. present.Except(test).Except(validation)];
        if (train.Length == 0 || validates && validation.Length == 0)
            throw NothingLeft(present, fold, validates);
        return new Split(train, validation, test, Actors.Except(present), validates) { ValidationDrawn = drawn };
    }

    private SplitException NothingLeft(int[] present, ProtocolFold fold, bool validates)
    {
        var found = $"found {ActorList.Describe(present)}, wanted at least one for training{(validates ? " and one for validation" : "")}";
        return new SplitException(validates && present.Length < 2
            ? $"{found}: a score on the voice that was trained on means nothing. Add recordings of other actors"
            : $"{found} under protocol '{Name}', which keeps {ActorList.Describe(validates ? fold.Validation.Union(fold.Test) : fold.Test)} out of training. "
                + "Add recordings of other actors or choose another protocol");
    }
}

/// <summary>A protocol that does not exist or cannot be read: says what was found and what was wanted.</summary>
public sealed class ProtocolException : Exception
{
    /// <param name="message">What was found and what was wanted.</param>
    /// <param name="inner">The error underneath, where there is one.</param>
    public ProtocolException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
