using EmotionGpu.Inference;
using EmotionGpu.Training.Export;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmotionGpu.Training.Trainers;

/// <summary>
/// The columns that a fitted trainer adds, before it is fitted. ML.NET keeps the constructor of <see cref="SchemaShape.Column"/> to itself;
/// a custom mapping that is never run makes the columns from a row type instead.
/// </summary>
internal static class OutputSchema
{
    /// <summary>
    /// The input's columns and <c>Score</c>, <c>Probability</c>, <c>PredictedLabel</c>, as <see cref="OnnxModelChain"/> makes them.
    /// </summary>
    /// <param name="context">Makes the mapping.</param>
    /// <param name="input">Must have the network's input, a known-size vector of float32.</param>
    /// <exception cref="ArgumentException">It has not.</exception>
    public static SchemaShape Of(MLContext context, SchemaShape input)
    {
        var found = input.FirstOrDefault(column => column.Name == ModelMetadata.InputName);
        if (found.Name is null || found.Kind != SchemaShape.Column.VectorKind.Vector || found.ItemType != NumberDataViewType.Single)
        {
            var description = found.Name is null ? "no such column" : $"{found.Kind} of {found.ItemType}";
            throw new ArgumentException(
                $"column {ModelMetadata.InputName}: {description}; a known-size vector of float32 was wanted", nameof(input));
        }

        return context.Transforms
            .CustomMapping<NoInput, ModelOutput>((_, _) => { }, contractName: null, outputSchemaDefinition: Added())
            .GetOutputSchema(input);
    }

    private static SchemaDefinition Added()
    {
        // The number of classes is no part of a schema's shape.
        string[] classes = [""];
        var schema = SchemaDefinition.Create(typeof(ModelOutput));
        var vector = new VectorDataViewType(NumberDataViewType.Single, 1, classes.Length);
        var names = new VBuffer<ReadOnlyMemory<char>>(classes.Length, Array.ConvertAll(classes, name => name.AsMemory()));
        var namesType = new VectorDataViewType(TextDataViewType.Instance, classes.Length);
        foreach (var name in new[] { ModelMetadata.ScoreName, ModelMetadata.ProbabilityName })
        {
            schema[name].ColumnType = vector;
            schema[name].AddAnnotation("SlotNames", names, namesType);
        }

        schema[OnnxModelChain.PredictedLabelName].ColumnType = new KeyDataViewType(typeof(uint), classes.Length);
        schema[OnnxModelChain.PredictedLabelName].AddAnnotation("KeyValues", names, namesType);
        return schema;
    }

    private sealed class NoInput;

    private sealed class ModelOutput
    {
        public float[] Score { get; set; } = [];

        public float[] Probability { get; set; } = [];

        public uint PredictedLabel { get; set; }
    }
}
