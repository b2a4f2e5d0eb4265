using EmotionGpu.Fuzzing.Mutation;
using EmotionGpu.Inference;
using EmotionGpu.Training.Export;

namespace EmotionGpu.Fuzzing.Targets;

/// <summary>Weights from anywhere, a safetensors file: its header, and each tensor as float32.</summary>
internal sealed class WeightsTarget() : FileTarget("weights", new MemoryLimit(64, 128 << 10), "model.safetensors")
{
    /// <inheritdoc/>
    public override byte[] Mutate(byte[] input, Random random) => SafetensorsMutation.Apply(input, random);

    /// <inheritdoc/>
    protected override bool Read(byte[] input)
    {
        try
        {
            using var weights = SafetensorsFile.Open(File.Path, "Give another.");
            foreach (var name in weights.Tensors.Keys)
                _ = weights.ReadFloats(name);
            return true;
        }
        catch (ModelFormatException)
        {
            return false;
        }
    }
}
