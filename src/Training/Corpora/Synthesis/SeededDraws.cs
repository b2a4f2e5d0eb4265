namespace EmotionGpu.Training.Corpora.Synthesis;

/// <summary>Random draws that depend on nothing but their key: SplitMix64 (Steele, Lea and Flood 2014).</summary>
internal sealed class SeededDraws
{
    private ulong _state;

    /// <summary>A stream of its own for every key.</summary>
    public SeededDraws(params ReadOnlySpan<int> key)
    {
        foreach (var part in key)
        {
            _state += (uint)part;
            _state = Next();
        }
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public double Uniform(double low, double high) => low + (high - low) * Uniform();

    /// <summary>Uniform in 0 to <paramref name="count"/> - 1.</summary>
    public int Index(int count) => (int)(Uniform() * count);

    /// <summary>Zero mean; the sum of four uniform draws, near to a normal and never beyond ±2√3 deviations.</summary>
    /// <param name="deviation">Standard deviation.</param>
    public double Spread(double deviation) => deviation * Math.Sqrt(3) * (Uniform() + Uniform() + Uniform() + Uniform() - 2);

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
