using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Models;

/// <summary>
/// Averages frames with weights that a small network gives them: the weighted mean of attentive statistics pooling (Okabe, Koshinaka and
/// Shinoda 2018, arXiv:1803.10963, equations 1 to 3). With x_t a frame's values of all channels and frequency bands, its score is
/// v·tanh(W·x_t + b), its weight the softmax of the scores over the frames; that paper adds a constant to the scores, which a softmax does
/// not see. Without that paper's deviations: over five frames, as a ResNet18 leaves of three seconds, they say little.
/// </summary>
/// <remarks>v starts at 0, so that training starts from the plain mean over frames.</remarks>
public sealed class AttentionPooling : nn.Module<Tensor, Tensor>
{
    /// <summary>Values between the two layers, length of v.</summary>
    private const int HiddenSize = 128;

#pragma warning disable IDE1006 // Names of the state dict.
    private readonly Linear hidden;
    private readonly Linear score;
#pragma warning restore IDE1006

    /// <param name="size">Values of a frame, channels·bands.</param>
    public AttentionPooling(int size) : base(nameof(AttentionPooling))
    {
        hidden = nn.Linear(size, HiddenSize);
        score = nn.Linear(HiddenSize, 1, hasBias: false);
        nn.init.zeros_(score.weight);
        RegisterComponents();
    }

    /// <param name="input">[clip, channel, band, frame]; any number of frames.</param>
    /// <returns>[clip, channel·band], the bands of a channel side by side.</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var values = input.flatten(1, 2);
        var scores = score.forward(hidden.forward(values.transpose(1, 2)).tanh());
        return values.matmul(scores.softmax(1)).squeeze(2).MoveToOuterDisposeScope();
    }
}
