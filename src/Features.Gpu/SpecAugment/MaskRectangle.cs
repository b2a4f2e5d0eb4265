namespace EmotionGpu.Features.SpecAugment;

/// <summary>
/// A masked rectangle of one clip of a batch [clip, mel, frame]: a frequency mask spans all frames, a time mask all mels. Drawn on
/// the host, applied by a kernel or its CPU twin.
/// </summary>
/// <param name="Clip">Index in the batch.</param>
/// <param name="MelStart">First masked mel band.</param>
/// <param name="MelCount">Number of masked mel bands; 0 masks nothing.</param>
/// <param name="FrameStart">First masked frame.</param>
/// <param name="FrameCount">Number of masked frames; 0 masks nothing.</param>
public readonly record struct MaskRectangle(int Clip, int MelStart, int MelCount, int FrameStart, int FrameCount);
