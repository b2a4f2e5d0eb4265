namespace EmotionGpu.Training.Metrics;

/// <summary>What a model said of one labelled clip that it had not been trained on.</summary>
/// <param name="Path">Relative to the data folder, with forward slashes.</param>
/// <param name="Actor">Who speaks.</param>
/// <param name="Intensity">As in <see cref="Corpora.CorpusClip"/>; 0 where the corpus does not say.</param>
/// <param name="Statement">As in <see cref="Corpora.CorpusClip"/>; 0 where the corpus does not say.</param>
/// <param name="Fold">Fold whose model this is, from 0.</param>
/// <param name="Seed">Seed of the model.</param>
/// <param name="Truth">Index of the clip's class.</param>
/// <param name="Probabilities">[class], softmax of the scores; they add up to 1.</param>
public sealed record ClipPrediction(
    string Path, int Actor, int Intensity, int Statement, int Fold, int Seed, int Truth, IReadOnlyList<double> Probabilities)
{
    /// <summary>Index of the likeliest class; of equal ones the first, as numpy's <c>argmax</c>.</summary>
    public int Predicted
    {
        get
        {
            var best = 0;
            for (var i = 1; i < Probabilities.Count; i++)
            {
                if (Probabilities[i] > Probabilities[best])
                    best = i;
            }

            return best;
        }
    }

    /// <summary>Probability of the predicted class.</summary>
    public double Confidence => Probabilities[Predicted];
}
