using EmotionGpu.Inference;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace EmotionGpu.Training.Export;

/// <summary>
/// A trained network as an ML.NET transformer chain: from column <c>Features</c> (float32 [1, mel, frame]) to <c>Score</c> and
/// <c>Probability</c> (float32 [1, class], slots named after the classes) and <c>PredictedLabel</c>, a key whose values are the class
/// names in the order of the scores. Every transformer is one of Microsoft.ML or Microsoft.ML.OnnxTransformer, so a program with those
/// two packages and Microsoft.ML.OnnxRuntime, the native library that the second one calls but does not bring, loads it.
/// </summary>
public static class OnnxModelChain
{
    /// <summary>Name of the column with the label found.</summary>
    public const string PredictedLabelName = "PredictedLabel";

    private const string HashName = "ClassHash";

    /// <summary>Makes the chain. It keeps the network in a temporary file until it is disposed (it is an <see cref="IDisposable"/>).</summary>
    /// <param name="ml">Where the transformers live.</param>
    /// <param name="onnx">What <see cref="OnnxExporter"/> wrote.</param>
    /// <param name="metadata">The metadata that it was written with.</param>
    public static ITransformer Create(MLContext ml, ReadOnlyMemory<byte> onnx, ModelMetadata metadata)
    {
        // A chain that was loaded removes its temporary file; one made by ApplyOnnxModel of a stream leaves it for good (ML.NET 5.0.1).
        using var saved = new MemoryStream();
        Save(ml, onnx, metadata, saved);
        saved.Position = 0;
        return ml.Model.Load(saved, out _);
    }

    /// <summary>Writes the chain as ML.NET saves it.</summary>
    internal static void Save(MLContext ml, ReadOnlyMemory<byte> onnx, ModelMetadata metadata, Stream stream)
    {
        // A random ending is .ort once in 46,656 times, which ONNX Runtime takes for a format of its own and refuses.
        var file = Path.Combine(ml.TempFilePath, $"{Path.GetRandomFileName()}.onnx");
        try
        {
            File.WriteAllBytes(file, onnx.Span);
            var input = EmptyInput(ml, metadata);
            using var network = ml.Transforms.ApplyOnnxModel(file).Fit(input);
            var chain = new TransformerChain<ITransformer>([network, .. PredictedLabel(ml, metadata.Classes)]);
            ml.Model.Save(chain, input.Schema, stream);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>A data view without rows, its one column the network's input.</summary>
    internal static IDataView EmptyInput(MLContext ml, ModelMetadata metadata)
    {
        var schema = SchemaDefinition.Create(typeof(NetworkInputRow));
        schema[ModelMetadata.InputName].ColumnType =
            new VectorDataViewType(NumberDataViewType.Single, 1, metadata.LogMel.NMels, metadata.Input.Frames(metadata.LogMel));
        return ml.Data.LoadFromEnumerable<NetworkInputRow>([], schema);
    }

    /// <summary>
    /// From the index of the largest score to the key. A column that comes out of ONNX is always a vector, and a label must be a scalar:
    /// of ML.NET's own operators only the combined hash makes one of the other. So the index's hash is looked up, not the index.
    /// </summary>
    private static ITransformer[] PredictedLabel(MLContext ml, IReadOnlyList<string> classes)
    {
        var indices = ml.Data.LoadFromEnumerable(classes.Select((_, index) => new ClassIndexRow { ClassIndex = [index] }));
        var combined = new HashingEstimator.ColumnOptions(HashName, OnnxExporter.ClassIndexName, combine: true);
        var hash = ml.Transforms.Conversion.Hash(combined).Fit(indices);
        var hashed = hash.Transform(indices);
        var names = hashed.GetColumn<uint>(HashName).Zip(classes, KeyValuePair.Create).ToArray();
        if (names.DistinctBy(pair => pair.Key).Count() != classes.Count)
            throw new ArgumentException($"the hashes of {classes.Count} class indices collide: fewer classes are supported");

        var label = ml.Transforms.Conversion.MapValue(PredictedLabelName, names, HashName, treatValuesAsKeyType: true).Fit(hashed);
        var rest = ml.Transforms.DropColumns(OnnxExporter.ClassIndexName, HashName).Fit(hashed);
        return [hash, label, rest];
    }

    private sealed class NetworkInputRow
    {
        public float[] Features { get; set; } = [];
    }

    private sealed class ClassIndexRow
    {
        [VectorType(1, 1)]
        public long[] ClassIndex { get; set; } = [];
    }
}
