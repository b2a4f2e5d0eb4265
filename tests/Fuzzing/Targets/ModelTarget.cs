using EmotionGpu.Fuzzing.Mutation;
using EmotionGpu.Inference;

namespace EmotionGpu.Fuzzing.Targets;

/// <summary>
/// A model.zip, loaded, and asked for one prediction. Memory is that of the process at its most: ONNX Runtime's sessions and the front end's tables take some 10 MB for any model,
/// weights a few times their size, and deflate makes a thousand times as much of a file.
/// </summary>
internal sealed class ModelTarget : IFuzzTarget
{
    private readonly ScratchFile _file = new("model.zip");

    /// <inheritdoc/>
    public string Name => "model";

    /// <inheritdoc/>
    public int MaxLength => 1 << 16;

    /// <inheritdoc/>
    public MemoryLimit Memory => new(4096, 96L << 20);

    /// <inheritdoc/>
    public bool IsNative => true;

    /// <inheritdoc/>
    public bool IsThreaded => true;

    /// <inheritdoc/>
    public IEnumerable<byte[]> Seeds() => [ModelMutation.Zip([("TransformerChain/Transform_000/OnnxModel", ModelMutation.Prefixed(TinyModel.Onnx()))]), .. SeedFiles.Of(Name)];

    /// <inheritdoc/>
    public byte[] Mutate(byte[] input, Random random) => ModelMutation.Apply(input, random);

    /// <inheritdoc/>
    public bool Run(byte[] input)
    {
        _file.Write(input);
        try
        {
            using var model = EmotionModel.Load(_file.Path, waitsSpinning: false);
            var prediction = model.PredictInputs(new float[model.ValuesPerClip])[0];
            if (prediction.Probabilities.Count != model.Metadata.Classes.Count)
                throw new BrokenPromiseException($"{prediction.Probabilities.Count} probabilities of {model.Metadata.Classes.Count} classes");
            return true;
        }
        catch (ModelFormatException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
