namespace EmotionGpu.Training.Export.Int8;

/// <summary>Smallest and largest of what a value was seen to be, 0 included, so that 0 has a code of its own.</summary>
internal readonly record struct ActivationRange(float Min, float Max)
{
    /// <summary>Covers both.</summary>
    public ActivationRange And(ActivationRange other) => new(Math.Min(Min, other.Min), Math.Max(Max, other.Max));

    /// <summary>Of values, 0 among them.</summary>
    public static ActivationRange Of(ReadOnlySpan<float> values)
    {
        var range = default(ActivationRange);
        foreach (var value in values)
            range = new(Math.Min(range.Min, value), Math.Max(range.Max, value));
        return range;
    }

    /// <summary>Step from one code to the next; x = Scale·(code - <see cref="ZeroPoint"/>) (Jacob et al. 2018, arXiv:1712.05877, equation 1).</summary>
    public float Scale => Max > Min ? (Max - Min) / byte.MaxValue : 1;

    /// <summary>The code of 0.</summary>
    public byte ZeroPoint => (byte)Math.Clamp(MathF.Round(-Min / Scale), byte.MinValue, byte.MaxValue);
}
