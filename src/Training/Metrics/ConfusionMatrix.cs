namespace EmotionGpu.Training.Metrics;

/// <summary>
/// Counts of (truth, prediction) pairs, and the scores that follow from them alone. Definitions agree with scikit-learn 1.2 to
/// rounding, on degenerate inputs too.
/// </summary>
public sealed class ConfusionMatrix
{
    private readonly int[,] _counts;

    /// <summary>An empty matrix.</summary>
    /// <param name="classes">Class names in the order of their indices.</param>
    public ConfusionMatrix(IReadOnlyList<string> classes)
    {
        Classes = classes;
        _counts = new int[classes.Count, classes.Count];
    }

    /// <summary>Class names in the order of their indices.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Pairs counted.</summary>
    public int Total { get; private set; }

    /// <summary>Clips of class <paramref name="truth"/> that were given <paramref name="prediction"/>.</summary>
    public int this[int truth, int prediction] => _counts[truth, prediction];

    /// <summary>Counts pairs of class indices.</summary>
    /// <param name="classes">Class names in the order of their indices.</param>
    /// <param name="truth">[clip], class index.</param>
    /// <param name="predictions">[clip], class index.</param>
    public static ConfusionMatrix From(IReadOnlyList<string> classes, ReadOnlySpan<int> truth, ReadOnlySpan<int> predictions)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(predictions.Length, truth.Length);
        var matrix = new ConfusionMatrix(classes);
        for (var i = 0; i < truth.Length; i++)
            matrix.Add(truth[i], predictions[i]);
        return matrix;
    }

    /// <summary>Counts one clip.</summary>
    public void Add(int truth, int prediction)
    {
        _counts[truth, prediction]++;
        Total++;
    }

    /// <summary>
    /// The scores. Macro-F1 is <c>f1_score(average="macro", zero_division=0)</c>: the mean over the classes that occur as truth or
    /// prediction. UAR is <c>balanced_accuracy_score</c>: the mean recall over the classes that have clips. Without clips all are 0.
    /// </summary>
    public Scores Scores()
    {
        ClassScores[] perClass = [.. Enumerable.Range(0, Classes.Count).Select(ScoresOf)];
        var occurring = perClass.Where((scores, index) => scores.Support > 0 || PredictedCount(index) > 0);
        return new Scores(
            Mean(occurring.Select(scores => scores.F1)),
            Mean(perClass.Where(scores => scores.Support > 0).Select(scores => scores.Recall)),
            Ratio(Enumerable.Range(0, Classes.Count).Sum(index => _counts[index, index]), Total),
            perClass,
            [.. Enumerable.Range(0, Classes.Count).Select(Row)]);
    }

    private ClassScores ScoresOf(int index)
    {
        var hits = _counts[index, index];
        var support = Row(index).Sum();
        var predicted = PredictedCount(index);
        // 2PR/(P + R) = 2·hits/(support + predicted), which needs no case for P + R = 0 besides an empty class.
        return new ClassScores(Classes[index], Ratio(hits, predicted), Ratio(hits, support), Ratio(2 * hits, support + predicted), support);
    }

    private int[] Row(int truth) => [.. Enumerable.Range(0, Classes.Count).Select(prediction => _counts[truth, prediction])];

    private int PredictedCount(int prediction) => Enumerable.Range(0, Classes.Count).Sum(truth => _counts[truth, prediction]);

    private static double Ratio(int part, int whole) => whole == 0 ? 0 : (double)part / whole;

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty(0).Average();
}
