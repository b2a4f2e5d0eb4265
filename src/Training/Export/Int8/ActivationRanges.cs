using Microsoft.ML.OnnxRuntime;
using ModelMetadata = EmotionGpu.Inference.ModelMetadata;

namespace EmotionGpu.Training.Export.Int8;

/// <summary>Sees what a network's values are while it works on real clips.</summary>
internal static class ActivationRanges
{
    /// <summary>Runs the network.</summary>
    /// <param name="model">In float32.</param>
    /// <param name="values">Names of the values to look at.</param>
    /// <param name="batches">float32 [clip, mel, T] each, a whole number of clips.</param>
    /// <param name="metadata">Size of the input.</param>
    /// <returns>Each value's range over all clips.</returns>
    public static IReadOnlyDictionary<string, ActivationRange> Observe(
        OnnxModel model, IReadOnlyList<string> values, IEnumerable<float[]> batches, ModelMetadata metadata)
    {
        string[] made = [.. values.Where(value => value != ModelMetadata.InputName)];
        var outputs = made.Select(value => new OnnxValueInfo(value, OnnxElementType.Float));
        using var options = new SessionOptions();
        using var session = new InferenceSession(OnnxWriter.Write(model with { Outputs = [.. outputs] }), options);
        using var runOptions = new RunOptions();
        var ranges = values.ToDictionary(value => value, _ => default(ActivationRange));
        var (mels, frames) = (metadata.LogMel.NMels, metadata.Input.Frames(metadata.LogMel));
        foreach (var batch in batches)
        {
            ranges[ModelMetadata.InputName] = ranges[ModelMetadata.InputName].And(ActivationRange.Of(batch));
            using var input = OrtValue.CreateTensorValueFromMemory(batch, [batch.Length / (mels * frames), 1, mels, frames]);
            using var found = session.Run(runOptions, [ModelMetadata.InputName], [input], made);
            foreach (var (value, tensor) in made.Zip(found))
                ranges[value] = ranges[value].And(ActivationRange.Of(tensor.GetTensorDataAsSpan<float>()));
        }

        return ranges;
    }
}
