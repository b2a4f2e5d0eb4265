namespace EmotionGpu.Training.Corpora;

/// <summary>Corpora whose labels can be read.</summary>
public enum CorpusKind
{
    /// <summary>RAVDESS (Livingstone and Russo 2018), and the demo corpus, which has its names.</summary>
    Ravdess,

    /// <summary>CREMA-D (Cao et al. 2014).</summary>
    CremaD,

    /// <summary>TESS, the Toronto emotional speech set (Pichora-Fuller and Dupuis 2020).</summary>
    Tess,

    /// <summary>SAVEE (Haq and Jackson 2009).</summary>
    Savee,

    /// <summary>EmoDB, the Berlin database of emotional speech (Burkhardt et al. 2005).</summary>
    EmoDb,

    /// <summary>Any recordings that a table labels.</summary>
    Csv,
}

/// <summary>What is known of each corpus.</summary>
public static class CorpusKinds
{
    /// <summary>The corpus as it stands on the command line and in <c>run.json</c>.</summary>
    public static string Name(this CorpusKind kind) => kind switch
    {
        CorpusKind.Ravdess => "ravdess",
        CorpusKind.CremaD => "crema-d",
        CorpusKind.Tess => "tess",
        CorpusKind.Savee => "savee",
        CorpusKind.EmoDb => "emodb",
        CorpusKind.Csv => "csv",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>The recordings in words, for the model file.</summary>
    public static string Description(this CorpusKind kind) => kind switch
    {
        CorpusKind.Ravdess => "recordings named as in RAVDESS",
        CorpusKind.CremaD => "recordings named as in CREMA-D",
        CorpusKind.Tess => "recordings named as in TESS",
        CorpusKind.Savee => "recordings named as in SAVEE",
        CorpusKind.EmoDb => "recordings named as in EmoDB",
        CorpusKind.Csv => "recordings labelled by a table",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>Whether odd actors are men and even ones women. No other corpus's numbers say so.</summary>
    /// <param name="corpus">As in <c>run.json</c>: a <see cref="Name"/>, or <c>demo</c>.</param>
    public static bool OddActorsAreMen(string corpus) => corpus is "ravdess" or "demo";
}
