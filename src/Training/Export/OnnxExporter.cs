using EmotionGpu.Inference;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Export;

/// <summary>
/// A network as ONNX: input <see cref="ModelMetadata.InputName"/> float32 [N, 1, mel, frame] with any N; outputs
/// <see cref="ModelMetadata.ScoreName"/> and <see cref="ModelMetadata.ProbabilityName"/> float32 [N, class] and
/// <see cref="ClassIndexName"/> int64 [N, 1]. Batch norms are folded into the convolutions, dropout is left out.
/// Several networks share the input: the probability is the mean of theirs (a deep ensemble, Lakshminarayanan et al. 2017,
/// arXiv:1612.01474), the score its logarithm.
/// </summary>
public static class OnnxExporter
{
    /// <summary>Name of the output with the index of the largest score, int64 [N, 1]; ML.NET has no operator that finds it.</summary>
    public const string ClassIndexName = "ClassIndex";

    /// <summary>The ONNX file of a network; the same weights and metadata give the same bytes.</summary>
    /// <param name="network">Its batch norms are taken as in evaluation, whatever mode it is in.</param>
    /// <param name="metadata">Names the classes and the size of the input.</param>
    /// <exception cref="ArgumentException">The network has another number of scores than there are classes, or entries in its groups.</exception>
    public static byte[] Export(EmotionNetwork network, ModelMetadata metadata) =>
        Export([NetworkWeights.Of(network)], network.Architecture, metadata);

    /// <summary>The ONNX file of networks of one architecture that answer together; of a single one, if there is one.</summary>
    /// <param name="members">Their weights, as many as <see cref="ModelMetadata.Members"/>.</param>
    /// <param name="architecture">Of all of them.</param>
    /// <param name="metadata">Names the classes and the size of the input.</param>
    /// <exception cref="ArgumentException">Another number of networks or scores than the metadata say.</exception>
    internal static byte[] Export(IReadOnlyList<NetworkWeights> members, Architecture architecture, ModelMetadata metadata) =>
        OnnxWriter.Write(Model(members, architecture, metadata));

    /// <summary>What <see cref="Export(IReadOnlyList{NetworkWeights}, Architecture, ModelMetadata)"/> writes.</summary>
    internal static OnnxModel Model(IReadOnlyList<NetworkWeights> members, Architecture architecture, ModelMetadata metadata)
    {
        Check(members, metadata);
        var graph = new OnnxGraph();
        if (members.Count == 1 && metadata.Groups is null)
        {
            OnnxNetwork.AddScore(new OnnxLayers(graph, members[0]), architecture, ModelMetadata.ScoreName);
        }
        else
        {
            var scores = members.Select((weights, i) => OnnxNetwork.AddScore(
                new OnnxLayers(graph, weights, $"member{i}."), architecture, $"member{i}.score")).ToArray();
            AddMean(graph, scores, metadata);
        }

        AddAnswer(graph, metadata.Classes);
        return new(
            metadata.Architecture, graph.Nodes, graph.Initializers,
            [new(ModelMetadata.InputName, OnnxElementType.Float, null, 1, metadata.LogMel.NMels, metadata.Input.Frames(metadata.LogMel))],
            [
                new(ModelMetadata.ScoreName, OnnxElementType.Float, null, metadata.Classes.Count),
                new(ModelMetadata.ProbabilityName, OnnxElementType.Float, null, metadata.Classes.Count),
                new(ClassIndexName, OnnxElementType.Int64, null, 1),
            ],
            new Dictionary<string, string> { [ModelMetadata.Key] = metadata.ToJson() });
    }

    private static void Check(IReadOnlyList<NetworkWeights> members, ModelMetadata metadata)
    {
        var wanted = metadata.Groups?.Count ?? metadata.Classes.Count;
        if (members.Count != metadata.Members)
            throw new ArgumentException($"{members.Count} networks: {metadata.Members} were wanted");

        foreach (var scores in members.Select(weights => weights.Shape("fc.bias")[0]))
        {
            if (scores != wanted)
                throw new ArgumentException($"the network has {scores} scores: {wanted} were wanted for {string.Join(", ", metadata.Classes)}");
        }
    }

    /// <summary>The logarithm of the mean of the members' probabilities, added up to the classes': a softmax makes these of it again.</summary>
    private static void AddMean(OnnxGraph graph, IReadOnlyList<string> scores, ModelMetadata metadata)
    {
        var probabilities = scores.Select(score => graph.Add("Softmax", $"{score}.softmax", [score], new OnnxAttribute("axis", 1L))).ToArray();
        var mean = graph.Add("Mean", "mean_of_members", probabilities);
        if (metadata.Groups is { } groups)
        {
            var classes = metadata.Classes.Count;
            float[] sums = [.. groups.SelectMany(group => Enumerable.Range(0, classes).Select(index => index == group ? 1f : 0f))];
            mean = graph.Add("MatMul", "of_classes", [mean, graph.Constant("groups", [groups.Count, classes], sums)]);
        }

        graph.Add("Log", ModelMetadata.ScoreName, [mean]);
    }

    /// <summary>Probability and class of the scores.</summary>
    private static void AddAnswer(OnnxGraph graph, IReadOnlyList<string> classes)
    {
        graph.Add("Softmax", ModelMetadata.ProbabilityName, [ModelMetadata.ScoreName], new OnnxAttribute("axis", 1L));
        graph.Add("ArgMax", ClassIndexName, [ModelMetadata.ScoreName], new("axis", 1L), new("keepdims", 1L));
        AddSlotNames(graph, classes);
    }

    /// <summary>
    /// Names the slots of both outputs for ML.NET, which takes them from the keys of a label encoder with this name. Nothing depends on
    /// these nodes, so that a runtime drops them.
    /// </summary>
    private static void AddSlotNames(OnnxGraph graph, IReadOnlyList<string> classes)
    {
        var names = graph.Add("Constant", "class_names", [], new OnnxAttribute("value_strings", classes.ToArray()));
        foreach (var output in new[] { ModelMetadata.ScoreName, ModelMetadata.ProbabilityName })
        {
            var indices = Enumerable.Range(0, classes.Count).Select(index => (long)index).ToArray();
            graph.Add(new OnnxNode("LabelEncoder", [names], $"{output}.slots",
                new OnnxAttribute("keys_strings", classes.ToArray()), new OnnxAttribute("values_int64s", indices))
            {
                Name = $"mlnet.{output}.SlotNames",
                Domain = OnnxWriter.MlDomain,
            });
        }
    }
}
