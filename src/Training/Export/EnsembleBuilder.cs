using EmotionGpu.Inference;
using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Export;

/// <summary>Several runs' networks in one ONNX file.</summary>
/// <param name="Onnx">The file, for <see cref="ModelPackage.Save(ReadOnlyMemory{byte}, ModelMetadata, string)"/>.</param>
/// <param name="Metadata">What the file says of itself.</param>
public sealed record EnsembleNetwork(ReadOnlyMemory<byte> Onnx, ModelMetadata Metadata);

/// <summary>
/// Lets the networks of several runs, seeds of one recipe say, answer together. Their graph is written anew from their weights, which needs
/// no torch. Its temperature is fitted on the validation clips of the runs, where these are the same for all: as the mean of probabilities is softer than
/// they are, it is not that of any run.
/// </summary>
public static class EnsembleBuilder
{
    private const string WeightsFile = "model.safetensors";
    private const string ModelFile = "model.zip";

    /// <summary>Makes an ensemble.</summary>
    /// <param name="runs">Folders with <c>model.zip</c>, for the metadata, <c>model.safetensors</c> and <c>validation.csv</c>; two or more.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="DirectoryNotFoundException">A folder is missing.</exception>
    /// <exception cref="ModelFormatException">A file is damaged, or not of one network.</exception>
    /// <exception cref="PredictionException">A <c>validation.csv</c> is damaged.</exception>
    /// <exception cref="EnsembleException">Fewer than two runs or too many, or their models differ in more than their weights.</exception>
    public static EnsembleNetwork FromRuns(IReadOnlyList<string> runs)
    {
        if (runs.Count < 2)
            throw new EnsembleException($"{runs.Count} runs: an ensemble has two or more; name as many run folders");
        var (model, metadata) = ModelOf(runs);
        return new(OnnxWriter.Write(model), metadata);
    }

    /// <summary>What <see cref="FromRuns"/> writes; of one run the network itself with the metadata that it has.</summary>
    internal static (OnnxModel Model, ModelMetadata Metadata) ModelOf(IReadOnlyList<string> runs)
    {
        var metadata = runs.Select(Metadata).ToArray();
        var common = Common(metadata[0], runs.Count);
        foreach (var (run, one) in runs.Zip(metadata))
        {
            if ((one with { Members = runs.Count, Temperature = 1 }).ToJson() is var found && found != common.ToJson())
                throw new EnsembleException($"{run} has a model of {found}: {common.ToJson()}, as in {runs[0]}, was wanted; name runs of one recipe");
        }

        var weights = runs.Select(run => SafetensorsWeights.Read(Path.Combine(run, WeightsFile))).ToArray();
        var together = common with { Temperature = runs.Count == 1 ? metadata[0].Temperature : FitTemperature(runs, common) };
        return (Model(weights, Architecture(common, runs[0]), together), together);
    }

    private static ModelMetadata Common(ModelMetadata member, int members)
    {
        try
        {
            return (member with { Members = members, Temperature = 1 }).Validate();
        }
        catch (ArgumentException error)
        {
            throw new EnsembleException($"{members} runs: {error.Message}; name fewer run folders", error);
        }
    }

    private static OnnxModel Model(NetworkWeights[] weights, Architecture architecture, ModelMetadata metadata)
    {
        try
        {
            return OnnxExporter.Model(weights, architecture, metadata);
        }
        catch (ArgumentException error)
        {
            throw new EnsembleException($"the {WeightsFile} of these runs do not fit their {ModelFile}: {error.Message}; name folders as their trainings left them", error);
        }
    }

    /// <summary>1 where the runs have validated on different clips: of no clip do all networks know nothing then.</summary>
    private static double FitTemperature(IReadOnlyList<string> runs, ModelMetadata metadata)
    {
        var tables = runs.Select(run => PredictionTable.Read(Path.Combine(run, RunPredictions.ValidationFile))).ToArray();
        if (tables[0].Clips.Count == 0 || tables.Any(table => !table.Classes.SequenceEqual(metadata.Classes) || !Paths(table).SequenceEqual(Paths(tables[0]))))
            return 1;
        // Runs of one seed would be one member to an ensemble over seeds.
        var members = tables.Index().SelectMany(table => table.Item.Clips.Select(clip => clip with { Fold = 0, Seed = table.Index }));
        return Temperature.FitForModel(Ensemble.OverSeeds([.. members])).Value;
    }

    private static IEnumerable<string> Paths(PredictionTable table) => table.Clips.Select(clip => clip.Path).Order(StringComparer.Ordinal);

    private static ModelMetadata Metadata(string run)
    {
        var path = Path.Combine(run, ModelFile);
        using var model = EmotionModel.Load(path);
        return model.Metadata.Members == 1
            ? model.Metadata
            : throw new ModelFormatException(path, $"an ensemble of {model.Metadata.Members} networks: one network was wanted. Name the folder of a training.");
    }

    private static Architecture Architecture(ModelMetadata metadata, string run) =>
        Enum.TryParse<Architecture>(metadata.Architecture, ignoreCase: true, out var architecture) && Enum.IsDefined(architecture)
            ? architecture
            : throw new ModelFormatException(Path.Combine(run, ModelFile), $"an architecture {metadata.Architecture}: "
                + $"{string.Join(" or ", Enum.GetNames<Architecture>()).ToLowerInvariant()} was wanted. Use the version that wrote it.");
}
