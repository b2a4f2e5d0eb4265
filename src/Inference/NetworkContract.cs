using EmotionGpu.Inference.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace EmotionGpu.Inference;

/// <summary>What a network must look like from outside, by its own metadata.</summary>
internal static class NetworkContract
{
    /// <summary>Reads the metadata and checks names, types and shapes of input and outputs against it.</summary>
    /// <param name="session">The loaded network.</param>
    /// <param name="shapes">What its values are, whatever it declares.</param>
    /// <param name="path">The model file, for messages.</param>
    /// <exception cref="ModelFormatException">No metadata, metadata of another version, or a network that does not fit them.</exception>
    public static ModelMetadata Check(InferenceSession session, ValueShapes shapes, string path)
    {
        if (!session.ModelMetadata.CustomMetadataMap.TryGetValue(ModelMetadata.Key, out var json))
        {
            throw new ModelFormatException(path,
                $"its network has no metadata {ModelMetadata.Key}, so its classes and front end are unknown. {ModelArchive.Wanted}");
        }

        ModelMetadata metadata;
        try
        {
            metadata = ModelMetadata.FromJson(json);
        }
        catch (FormatException error)
        {
            throw new ModelFormatException(path,
                $"its metadata cannot be used: {error.Message}. Train again with this version, or use the version that wrote it.", error);
        }

        var scores = new[] { -1, metadata.Classes.Count };
        Check(session.InputMetadata, ModelMetadata.InputName, [-1, 1, metadata.LogMel.NMels, metadata.Input.Frames(metadata.LogMel)], path);
        Check(session.OutputMetadata, ModelMetadata.ScoreName, scores, path);
        Check(session.OutputMetadata, ModelMetadata.ProbabilityName, scores, path);
        foreach (var name in new[] { ModelMetadata.ScoreName, ModelMetadata.ProbabilityName })
        {
            var shape = shapes.Of(name) ?? [];
            if (!shape.SequenceEqual([1, metadata.Classes.Count]))
                throw new ModelFormatException(path, $"its network makes [{string.Join(", ", shape)}] of a clip as {name}; its metadata want {metadata.Classes.Count} classes. {ModelArchive.Damaged}");
        }

        return metadata;
    }

    private static void Check(IReadOnlyDictionary<string, NodeMetadata> nodes, string name, int[] shape, string path)
    {
        var found = nodes.TryGetValue(name, out var node) && node.IsTensor
            ? $"{node.ElementType.Name} [{string.Join(", ", node.Dimensions)}]"
            : "nothing";
        var wanted = $"{nameof(Single)} [{string.Join(", ", shape)}]";
        if (found != wanted)
            throw new ModelFormatException(path, $"its network has {found} as {name}; its metadata want {wanted}. {ModelArchive.Damaged}");
    }
}
