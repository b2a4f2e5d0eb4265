using EmotionGpu.Features.Devices.Gpu;

namespace EmotionGpu.Features.Benchmarks;

/// <summary>
/// How the clips of a device's timed stage are cut into inputs that take turns: however few clips a pass has, all inputs together are twice
/// a cache's size or more, so that none is there any more when its turn comes again.
/// </summary>
/// <param name="ClipsPerInput">Clips of an input: of a launch, or of a batch.</param>
/// <param name="Inputs">Inputs, each with clips of its own.</param>
/// <param name="InputsPerPass">Turns of a pass; may be fewer or more than there are inputs.</param>
internal readonly record struct InputRotation(int ClipsPerInput, int Inputs, int InputsPerPass)
{
    /// <summary>Inputs and turns of a pass at least: one for each slot of a backend.</summary>
    public const int Fewest = SlotPool.Slots;

    private const int TimesTheCache = 2;

    /// <summary>Clips of a pass.</summary>
    public int ClipsPerPass => ClipsPerInput * InputsPerPass;

    /// <summary>Cuts.</summary>
    /// <param name="clips">Clips of a pass, at least; rounded up to whole inputs.</param>
    /// <param name="mostClipsPerInput">Clips that one launch or batch should not exceed.</param>
    /// <param name="bytesPerClip">What a clip's input and output take.</param>
    /// <param name="cacheBytes">The cache.</param>
    public static InputRotation Of(int clips, int mostClipsPerInput, double bytesPerClip, long cacheBytes)
    {
        var needed = (int)Math.Ceiling(TimesTheCache * cacheBytes / bytesPerClip);
        var each = Math.Min(mostClipsPerInput, Parts(Math.Max(clips, needed), Fewest));
        return new(each, Math.Max(Fewest, Parts(needed, each)), Math.Max(Fewest, Parts(clips, each)));
    }

    private static int Parts(int whole, int part) => (whole + part - 1) / part;
}
