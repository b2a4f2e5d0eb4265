using ILGPU;

namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>One clip of a packed batch, as the log-mel kernel needs it.</summary>
/// <param name="sampleOffset">Where the clip's samples start in the batch, an even number.</param>
/// <param name="samples">Its number of samples.</param>
/// <param name="paddedSamples">Its length with the zeros behind it, <see cref="LogMelOptions.PaddedLength"/>.</param>
/// <param name="outputOffset">Where its [mel, frame] values start in the batch's output.</param>
/// <param name="frames">Its number of frames.</param>
internal readonly struct PackedClip(int sampleOffset, int samples, int paddedSamples, int outputOffset, int frames)
{
    public readonly int SampleOffset = sampleOffset;
    public readonly int Samples = samples;
    public readonly int PaddedSamples = paddedSamples;
    public readonly int OutputOffset = outputOffset;
    public readonly int Frames = frames;
}

/// <summary>What a group of the log-mel kernel works on: consecutive frames of one clip.</summary>
/// <param name="clip">The clip's index in the batch.</param>
/// <param name="firstFrame">Its frame in lane 0.</param>
internal readonly struct FrameGroup(int clip, int firstFrame)
{
    public readonly int Clip = clip;
    public readonly int FirstFrame = firstFrame;
}

/// <summary>Where a frame's samples come from; a struct, so that frames inside a clip do without the work at its edges.</summary>
internal interface IFrameSamples
{
    /// <summary>The frame's samples 2·<paramref name="pair"/> and 2·<paramref name="pair"/> + 1, as a complex number.</summary>
    Complex32 Load(int pair);
}

/// <summary>A frame that lies inside its clip and starts at an even sample of the batch: pairs are read with one load.</summary>
internal readonly struct InnerFrame : IFrameSamples
{
    private readonly ArrayView<Complex32> _batch;
    private readonly int _start;

    /// <param name="batch">Packed samples.</param>
    /// <param name="clip">The frame's clip.</param>
    /// <param name="start">The clip's sample that the frame starts with.</param>
    public InnerFrame(ArrayView<float> batch, PackedClip clip, int start)
    {
        _batch = batch.Cast<Complex32>();
        _start = (clip.SampleOffset + start) >> 1;
    }

    public Complex32 Load(int pair) => _batch[_start + pair];
}

/// <summary>Any frame: at an edge, reflected there without repeating the edge sample, zeros where a short clip was padded.</summary>
/// <remarks>One reflection is enough: the padded clip is longer than half a frame.</remarks>
internal readonly struct EdgeFrame : IFrameSamples
{
    private readonly ArrayView<float> _batch;
    private readonly int _offset;
    private readonly int _last;
    private readonly int _lastPadded;
    private readonly int _start;

    /// <param name="batch">Packed samples.</param>
    /// <param name="clip">The frame's clip.</param>
    /// <param name="start">The clip's sample that the frame starts with; negative before the left edge.</param>
    public EdgeFrame(ArrayView<float> batch, PackedClip clip, int start)
    {
        _batch = batch;
        _offset = clip.SampleOffset;
        _last = clip.Samples - 1;
        _lastPadded = clip.PaddedSamples - 1;
        _start = start;
    }

    public Complex32 Load(int pair) => new(Sample(2 * pair), Sample(2 * pair + 1));

    private float Sample(int n)
    {
        var left = IntrinsicMath.Abs(_start + n);
        var index = IntrinsicMath.Min(left, 2 * _lastPadded - left);
        var value = _batch[_offset + IntrinsicMath.Min(index, _last)];
        return index <= _last ? value : 0f;
    }
}
