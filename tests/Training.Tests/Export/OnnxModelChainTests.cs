using EmotionGpu.Inference;
using EmotionGpu.Training.Export;
using EmotionGpu.Training.Trainers;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmotionGpu.Training.Tests.Export;

public sealed class OnnxModelChainTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("emotiongpu-").FullName;
    private readonly SampleNetwork _sample = new(Architecture.SmallCnn, mels: 16, seconds: 0.5);
    private readonly MLContext _ml = new(seed: 1);
    private readonly byte[] _onnx;
    private readonly string _path;

    public OnnxModelChainTests()
    {
        _onnx = OnnxExporter.Export(_sample.Network, _sample.Metadata);
        _path = Path.Combine(_folder, "model.zip");
        ModelPackage.Save(_onnx, _sample.Metadata, _path);
    }

    public void Dispose()
    {
        _sample.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_saved_chain_loads_and_gives_the_scores_of_torch()
    {
        var inputs = _sample.RandomInputs(5);
        var rows = Load(out _).Transform(Rows(inputs));
        var expected = _sample.Scores(inputs);
        var actual = rows.GetColumn<float[]>("Score").SelectMany(row => row).ToArray();
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void The_predicted_label_is_a_key_whose_values_are_the_classes_in_the_order_of_the_scores()
    {
        var rows = Load(out var inputSchema).Transform(Rows(_sample.RandomInputs(40)));
        Assert.Equal(["Features"], inputSchema.Select(column => column.Name));
        Assert.Equal(
            ["Features", "Label", "Score", "Probability", "PredictedLabel"],
            rows.Schema.Where(column => !column.IsHidden).Select(column => column.Name));
        var label = rows.Schema["PredictedLabel"];
        Assert.Equal(8ul, Assert.IsType<KeyDataViewType>(label.Type).Count);
        Assert.Equal(SampleNetwork.Classes, Names(label, "KeyValues"));
        Assert.Equal(SampleNetwork.Classes, Names(rows.Schema["Score"], "SlotNames"));
        Assert.Equal(SampleNetwork.Classes, Names(rows.Schema["Probability"], "SlotNames"));
        Assert.Equal(
            rows.GetColumn<float[]>("Probability").Select(row => (uint)Array.IndexOf(row, row.Max()) + 1),
            rows.GetColumn<uint>("PredictedLabel"));
    }

    [Fact]
    public void A_chain_that_is_disposed_leaves_no_temporary_file()
    {
        _ml.TempFilePath = Directory.CreateDirectory(Path.Combine(_folder, "temporary")).FullName;
        var chain = OnnxModelChain.Create(_ml, _onnx, _sample.Metadata);
        Assert.Single(Directory.GetFiles(_ml.TempFilePath));
        Assert.IsAssignableFrom<IDisposable>(chain).Dispose();
        Assert.Empty(Directory.GetFiles(_ml.TempFilePath));
    }

    [Fact]
    public void Evaluate_works_on_its_output()
    {
        var rows = Load(out _).Transform(Rows(_sample.RandomInputs(40)));
        var metrics = _ml.MulticlassClassification.Evaluate(
            rows, labelColumnName: "Label", scoreColumnName: "Score", predictedLabelColumnName: "PredictedLabel");
        var right = rows.GetColumn<uint>("Label").Zip(rows.GetColumn<uint>("PredictedLabel")).Count(pair => pair.First == pair.Second);
        Assert.Equal(right / 40.0, metrics.MicroAccuracy, 9);
        Assert.Equal(8, metrics.ConfusionMatrix.NumberOfClasses);
        Assert.Contains("surprised", metrics.ConfusionMatrix.GetFormattedConfusionTable(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_schema_before_fitting_is_that_of_the_chain()
    {
        var rows = Load(out _).Transform(Rows(_sample.RandomInputs(1)));
        var input = _ml.Transforms.CustomMapping<object, InputRow>((_, _) => { }, null).GetOutputSchema(new SchemaShape([]));
        foreach (var promised in OutputSchema.Of(_ml, input).Where(column => column.Name is not ("Features" or "Label")))
        {
            var column = rows.Schema[promised.Name];
            var type = column.Type as VectorDataViewType;
            Assert.Equal(type is null ? SchemaShape.Column.VectorKind.Scalar : SchemaShape.Column.VectorKind.Vector, promised.Kind);
            Assert.Equal((type?.ItemType ?? column.Type).RawType, promised.ItemType.RawType);
            Assert.Equal(column.Type is KeyDataViewType, promised.IsKey);
            Assert.Equal(column.Annotations.Schema.Select(annotation => annotation.Name), promised.Annotations.Select(annotation => annotation.Name));
        }

        Assert.Equal(
            ["Features", "Label", "PredictedLabel", "Probability", "Score"], OutputSchema.Of(_ml, input).Select(column => column.Name).Order());
    }

    [Fact]
    public void Without_features_of_known_size_there_is_no_schema()
    {
        var error = Assert.Throws<ArgumentException>(() => OutputSchema.Of(_ml, new SchemaShape([])));
        Assert.Contains("Features: no such column", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_model_that_runs_in_batches_agrees_with_the_chain()
    {
        var inputs = _sample.RandomInputs(70);
        using var model = EmotionModel.Load(_path);
        var rows = Load(out _).Transform(Rows(inputs));
        var predictions = model.PredictInputs(inputs);
        Assert.Equal(rows.GetColumn<uint>("PredictedLabel").Select(key => SampleNetwork.Classes[key - 1]), predictions.Select(one => one.Label));
        Assert.All(
            rows.GetColumn<float[]>("Probability").SelectMany(row => row).Zip(predictions.SelectMany(one => one.Probabilities)),
            pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void Saving_leaves_nothing_else_in_the_folder_and_replaces_what_was_there()
    {
        ModelPackage.Save(_onnx, _sample.Metadata, _path);
        Assert.Equal(["model.zip"], Directory.EnumerateFiles(_folder).Select(Path.GetFileName));
    }

    private ITransformer Load(out DataViewSchema schema) => _ml.Model.Load(_path, out schema);

    private static IEnumerable<string> Names(DataViewSchema.Column column, string annotation)
    {
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        column.Annotations.GetValue(annotation, ref names);
        return names.DenseValues().Select(name => name.ToString());
    }

    private IDataView Rows(float[] inputs)
    {
        var schema = SchemaDefinition.Create(typeof(InputRow));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1, 16, _sample.Frames);
        var names = new VBuffer<ReadOnlyMemory<char>>(8, [.. SampleNetwork.Classes.Select(name => name.AsMemory())]);
        schema["Label"].ColumnType = new KeyDataViewType(typeof(uint), 8);
        schema["Label"].AddAnnotation("KeyValues", names, new VectorDataViewType(TextDataViewType.Instance, 8));
        var rows = inputs.Chunk(16 * _sample.Frames).Select((row, i) => new InputRow { Features = row, Label = (uint)(i % 8) });
        return _ml.Data.LoadFromEnumerable(rows, schema);
    }

    private sealed class InputRow
    {
        [VectorType(1, 16, 22)]
        public float[] Features { get; set; } = [];

        /// <summary>From 0 here; ML.NET adds 1, as 0 stands for no label in a key column.</summary>
        [KeyType(8)]
        public uint Label { get; set; }
    }
}
