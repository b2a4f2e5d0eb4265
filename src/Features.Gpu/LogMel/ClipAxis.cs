namespace EmotionGpu.Features.LogMel;

/// <summary>
/// Where the places of a crop lie along one axis of a cached clip. In whole numbers of 2^-32 frames or bands, so that the host, every
/// device and the CPU path take the same values and no rounding moves a place over the clip's edge.
/// </summary>
/// <param name="start">Of the crop's place 0.</param>
/// <param name="step">From one place to the next.</param>
internal readonly struct ClipAxis(long start, long step)
{
    /// <summary>A frame or band.</summary>
    public const long One = 1L << 32;

    /// <summary>Of the crop's place 0.</summary>
    public readonly long Start = start;

    /// <summary>From one place to the next.</summary>
    public readonly long Step = step;

    /// <summary>Whether every place is the clip's own, nothing interpolated.</summary>
    public bool IsWhole => Step == One && (uint)Start == 0;

    /// <summary>From frames or bands.</summary>
    public static ClipAxis Of(double start, double step) => new((long)Math.Round(start * One), (long)Math.Round(step * One));

    /// <summary>The place <paramref name="i"/> of the crop.</summary>
    public long At(int i) => Start + i * Step;

    /// <summary>
    /// Whether a place is the clip's: nearest to one of its frames. Within half a frame of the edge the edge frame stands in.
    /// </summary>
    public static bool IsInside(long place, int length)
    {
        var nearest = (place + One / 2) >> 32;
        return nearest >= 0 && nearest < length;
    }

    /// <summary>The nearest place between the first and the last frame or band.</summary>
    public static long Clamp(long place, int length)
    {
        var last = (length - 1) * One;
        return place < 0 ? 0 : place > last ? last : place;
    }

    /// <summary>The frame or band at or before a place.</summary>
    public static int Index(long place) => (int)(place >> 32);

    /// <summary>Weight of the frame or band after it, 0 to below 1, exact in float32.</summary>
    public static float Weight(long place) => ((uint)place >> 8) * (1f / (1 << 24));
}
