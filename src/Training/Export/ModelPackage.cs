using EmotionGpu.Features.Cache;
using EmotionGpu.Inference;
using Microsoft.ML;

namespace EmotionGpu.Training.Export;

/// <summary>
/// Writes <c>model.zip</c>: the chain of <see cref="OnnxModelChain"/> as ML.NET saves it, in which the ONNX file holds weights, classes
/// and front end. <see cref="EmotionModel"/> reads it, and so does <c>MLContext.Model.Load</c> anywhere.
/// </summary>
public static class ModelPackage
{
    /// <summary>Writes or replaces a file, atomically.</summary>
    /// <param name="ml">Where the chain lives.</param>
    /// <param name="chain">Made by <see cref="OnnxModelChain.Create"/>.</param>
    /// <param name="input">A schema with the network's input; the file names that column alone as what the chain needs.</param>
    /// <param name="path">Where; the folder must exist.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(MLContext ml, ITransformer chain, DataViewSchema input, string path)
    {
        var needed = new DataViewSchema.Builder();
        needed.AddColumn(ModelMetadata.InputName, input[ModelMetadata.InputName].Type);
        DurableFile.Write(path, stream => ml.Model.Save(chain, needed.ToSchema(), stream));
    }

    /// <summary>Makes the chain of a network and writes or replaces a file, atomically.</summary>
    /// <param name="onnx">What <see cref="OnnxExporter"/> wrote.</param>
    /// <param name="metadata">The metadata that it was written with.</param>
    /// <param name="path">Where; the folder must exist.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(ReadOnlyMemory<byte> onnx, ModelMetadata metadata, string path)
    {
        var ml = new MLContext();
        DurableFile.Write(path, stream => OnnxModelChain.Save(ml, onnx, metadata, stream));
    }
}
