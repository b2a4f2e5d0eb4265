using System.Runtime.CompilerServices;
using EmotionGpu.Features.Devices.Cpu;

namespace EmotionGpu.Features.LogMel.Cpu;

/// <summary>The band sums of as many frames as there are lanes.</summary>
internal sealed unsafe class MelBands<T> where T : struct, ILanes<T>
{
    private readonly int[] _firstBin;
    private readonly int[] _binPairs;
    private readonly AlignedBuffer<double> _weights;

    public MelBands(MelFilterbank bank)
    {
        // Two bins a step: a band with an odd number of bins takes one more with weight 0, after its last or before its first.
        _firstBin = new int[bank.Mels];
        _binPairs = [.. bank.BinCount.Select(count => (count + 1) / 2)];
        _weights = new AlignedBuffer<double>(2 * _binPairs.Sum());
        for (int mel = 0, offset = 0; mel < bank.Mels; offset += 2 * _binPairs[mel++])
        {
            _firstBin[mel] = Math.Min(bank.FirstBin[mel], bank.Bins - 2 * _binPairs[mel]);
            var skipped = bank.FirstBin[mel] - _firstBin[mel];
            for (var i = 0; i < bank.BinCount[mel]; i++)
                _weights.Span[offset + skipped + i] = bank.Weights[bank.Offset[mel] + i];
        }
    }

    /// <summary>Number of bands.</summary>
    public int Mels => _firstBin.Length;

    /// <param name="power">[bin, lane].</param>
    /// <param name="output">Result, lanes beside each other, bands a stride apart.</param>
    /// <param name="stride">Values from one band to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Sum(double* power, float* output, int stride)
    {
        var weight = _weights.Pointer;
        for (var mel = 0; mel < _firstBin.Length; mel++, output += stride)
        {
            var bin = power + T.Count * _firstBin[mel];
            var (even, odd) = (T.Broadcast(0), T.Broadcast(0));
            for (var pair = _binPairs[mel]; pair > 0; pair--, bin += 2 * T.Count, weight += 2)
            {
                even = T.MultiplyAdd(T.Broadcast(weight[0]), T.Load(bin), even);
                odd = T.MultiplyAdd(T.Broadcast(weight[1]), T.Load(bin + T.Count), odd);
            }

            T.Store(even + odd, output);
        }
    }
}
