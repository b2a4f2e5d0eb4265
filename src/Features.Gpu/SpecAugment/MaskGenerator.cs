namespace EmotionGpu.Features.SpecAugment;

/// <summary>
/// Draws the masks of SpecAugment (Park et al. 2019, arXiv:1904.08779, section 2): a width uniform from 0 to the widest, then a
/// start uniform over all places where it fits.
/// </summary>
public static class MaskGenerator
{
    // "mask" in ASCII: the same seed can serve other draws without repeating these.
    private const long Purpose = 0x6D61_736B;

    /// <summary>Draws a clip's masks, those over mel bands first. They depend on the seed, the epoch and the clip alone.</summary>
    /// <param name="options">Widths and counts; a width above the dimension counts as the dimension.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="clip">The clip's number in the corpus.</param>
    /// <param name="batchIndex">Its number in the batch: <see cref="MaskRectangle.Clip"/>.</param>
    /// <param name="mels">Mel bands of the batch.</param>
    /// <param name="frames">Frames of the batch.</param>
    /// <param name="destination">Its first <see cref="SpecAugmentOptions.MasksPerClip"/> elements are written.</param>
    public static void Draw(
        SpecAugmentOptions options, ulong seed, int epoch, int clip, int batchIndex, int mels, int frames, Span<MaskRectangle> destination)
    {
        var random = new CounterRandom(seed, Purpose, epoch, clip);
        for (var i = 0; i < options.FreqMasks; i++)
        {
            var (start, width) = Interval(ref random, options.FreqWidth, mels);
            destination[i] = new MaskRectangle(batchIndex, start, width, 0, frames);
        }

        for (var i = 0; i < options.TimeMasks; i++)
        {
            var (start, width) = Interval(ref random, options.TimeWidth, frames);
            destination[options.FreqMasks + i] = new MaskRectangle(batchIndex, 0, mels, start, width);
        }
    }

    private static (int Start, int Width) Interval(ref CounterRandom random, int widest, int length)
    {
        var width = random.NextInt(Math.Min(widest, length) + 1);
        return (random.NextInt(length - width + 1), width);
    }
}
