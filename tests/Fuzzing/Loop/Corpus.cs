namespace EmotionGpu.Fuzzing.Loop;

/// <summary>Inputs that each reached something new: what others are made of.</summary>
internal sealed class Corpus
{
    private readonly List<(byte[] Input, int Picked)> _inputs = [];

    /// <summary>Number of inputs.</summary>
    public int Count => _inputs.Count;

    /// <summary>Keeps an input.</summary>
    public void Add(byte[] input) => _inputs.Add((input, 0));

    /// <summary>One of three, the one that was picked least: new inputs get their turn soon, and none is forgotten.</summary>
    public byte[] Pick(Random random)
    {
        var best = random.Next(_inputs.Count);
        for (var i = 0; i < 2; i++)
        {
            var other = random.Next(_inputs.Count);
            if (_inputs[other].Picked < _inputs[best].Picked)
                best = other;
        }

        _inputs[best] = (_inputs[best].Input, _inputs[best].Picked + 1);
        return _inputs[best].Input;
    }
}
