using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Models;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Trainers;

/// <summary>
/// Scores a network on centred crops, one a clip: what an epoch costs stays small. A run's own scores, of the model that it hands over, are made with
/// <see cref="Recipe.TestCrops"/>.
/// </summary>
/// <param name="composer">The validation clips.</param>
/// <param name="labels">Their classes.</param>
/// <param name="classes">Class names.</param>
/// <param name="device">Where the network is.</param>
internal sealed class Validator(BatchComposer composer, IReadOnlyList<int> labels, IReadOnlyList<string> classes, Device device)
{
    private const int BatchSize = 64;

    /// <summary>Scores and mean cross-entropy (not weighted, not smoothed) of the network in evaluation mode.</summary>
    public (Scores Scores, double Loss) Score(EmotionNetwork network)
    {
        network.eval();
        using var noGradients = no_grad();
        var confusion = new ConfusionMatrix(classes);
        var loss = 0.0;
        var members = Enumerable.Range(0, labels.Count).ToArray();
        foreach (var batch in members.Chunk(BatchSize))
        {
            using var scope = NewDisposeScope();
            var values = new float[batch.Length * composer.ValuesPerClip];
            composer.Centred(batch, values);
            var scores = network.forward(tensor(values, composer.Shape(batch.Length), device: device));
            var truth = batch.Select(clip => (long)labels[clip]).ToArray();
            loss += nn.functional.cross_entropy(scores, tensor(truth, device: device), reduction: nn.Reduction.Sum).item<float>();
            var predicted = scores.argmax(1).cpu().data<long>().ToArray();
            for (var i = 0; i < batch.Length; i++)
                confusion.Add((int)truth[i], (int)predicted[i]);
        }

        return (confusion.Scores(), loss / labels.Count);
    }
}
