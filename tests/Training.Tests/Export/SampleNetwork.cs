using EmotionGpu.Features.LogMel;
using EmotionGpu.Inference;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Trainers;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Tests.Export;

/// <summary>A network that has seen a few random batches, so that its batch norms are not the identity, and its metadata.</summary>
internal sealed class SampleNetwork : IDisposable
{
    public static readonly string[] Classes = ["neutral", "calm", "happy", "sad", "angry", "fearful", "disgust", "surprised"];

    /// <param name="architecture">Which network.</param>
    /// <param name="batchNorm">Of the small one.</param>
    /// <param name="mels">Of the input.</param>
    /// <param name="seconds">Of the input.</param>
    /// <param name="head">Of the ResNet18; the weights of its attention are drawn, not even.</param>
    /// <param name="seed">Of the weights.</param>
    /// <param name="width">Of the ResNet18.</param>
    public SampleNetwork(
        Architecture architecture, bool batchNorm = true, int mels = 128, double seconds = 3, NetworkHead head = NetworkHead.Average,
        int seed = 7, int width = 64)
    {
        TorchRuntime.Initialize();
        random.manual_seed(seed);
        Metadata = new ModelMetadata(
            ModelMetadata.CurrentFormatVersion, "emotion", Classes, new LogMelOptions { NMels = mels },
            new InputOptions { DurationSeconds = seconds }, architecture.ToString().ToLowerInvariant(), "random numbers");
        Network = EmotionNetwork.Create(
            Recipe.Seed with { Architecture = architecture, BatchNorm = batchNorm, Head = head, Width = width, Dropout = 0.3 }, Classes.Length, mels);
        if (head == NetworkHead.Attention)
            nn.init.normal_(Network.get_parameter("attention.score.weight")!, std: 0.3);
        Network.train();
        for (var i = 0; i < 3; i++)
        {
            using var scope = NewDisposeScope();
            using var noGradients = no_grad();
            Network.forward(randn(4, 1, mels, 40) * 2 + 0.5);
        }

        Network.eval();
    }

    public EmotionNetwork Network { get; }

    public ModelMetadata Metadata { get; }

    public int Frames => Metadata.Input.Frames(Metadata.LogMel);

    /// <summary>Random standardised crops, [clip, mel, frame].</summary>
    public float[] RandomInputs(int clips)
    {
        using var scope = NewDisposeScope();
        return [.. randn(clips, 1, Metadata.LogMel.NMels, Frames).data<float>()];
    }

    /// <summary>What torch says, [clip, class].</summary>
    public float[] Scores(float[] inputs)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var batch = tensor(inputs, inputs.Length / (Metadata.LogMel.NMels * Frames), 1, Metadata.LogMel.NMels, Frames);
        return [.. Network.forward(batch).data<float>()];
    }

    public void Dispose() => Network.Dispose();
}
