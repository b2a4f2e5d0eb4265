using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Inference;

/// <summary>
/// What a model needs besides its weights; stored as JSON (camelCase) under <see cref="Key"/> in the ONNX file's metadata, and
/// so inside <c>model.zip</c>.
/// </summary>
/// <param name="FormatVersion">Version of this record; <see cref="CurrentFormatVersion"/> when written by this code.</param>
/// <param name="Mode"><c>emotion</c> or <c>sentiment</c>.</param>
/// <param name="Classes">Label names in the order of the scores.</param>
/// <param name="LogMel">The front end.</param>
/// <param name="Input">The crop.</param>
/// <param name="Architecture"><c>resnet18</c> or <c>smallcnn</c>.</param>
/// <param name="Corpus">What it was trained on, in words.</param>
public sealed record ModelMetadata(
    int FormatVersion, string Mode, IReadOnlyList<string> Classes, LogMelOptions LogMel, InputOptions Input, string Architecture, string Corpus)
{
    /// <summary>Key of the JSON in the ONNX file's metadata.</summary>
    public const string Key = "emotiongpu";

    /// <summary>Version that this code writes and reads.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>Name of the network's input, float32 [clip, 1, mel, frame].</summary>
    public const string InputName = "Features";

    /// <summary>Name of the network's output before softmax, float32 [clip, class].</summary>
    public const string ScoreName = "Score";

    /// <summary>Name of the softmax of the scores, float32 [clip, class].</summary>
    public const string ProbabilityName = "Probability";
}
