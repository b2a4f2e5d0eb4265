using System.Runtime.CompilerServices;
using EmotionGpu.Features.Devices.Cpu;

namespace EmotionGpu.Features.LogMel.Cpu;

/// <summary>
/// Power or magnitude of the real spectrum from the half-length complex one. With z[n] = ½(x[2n] + i·x[2n+1]), Z its transform,
/// M = N/2 and W = e^(-2πi/N): X[k] = E + T and conj X[M-k] = E - T, where E = Z[k] + conj Z[M-k] and T = -i·W^k·(Z[k] - conj Z[M-k]).
/// </summary>
internal sealed unsafe class PowerSpectrum<T> where T : struct, ILanes<T>
{
    private readonly int _half;
    private readonly bool _magnitude;
    private readonly int[] _position;
    private readonly AlignedBuffer<double> _twiddles;

    /// <param name="options">The front end, validated.</param>
    /// <param name="position">Where the transform leaves each frequency.</param>
    public PowerSpectrum(LogMelOptions options, int[] position)
    {
        _half = options.NFft / 2;
        _magnitude = options.Power == 1;
        _position = position;
        _twiddles = new AlignedBuffer<double>(_half + 2);
        for (var k = 0; k <= _half / 2; k++)
            (_twiddles.Span[2 * k + 1], _twiddles.Span[2 * k]) = Math.SinCos(-2 * Math.PI * k / options.NFft);
    }

    /// <param name="rows">The transform, [position, real or imaginary, lane].</param>
    /// <param name="power">Result, [bin, lane], NFft/2 + 1 bins.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Compute(double* rows, double* power)
    {
        var twiddle = _twiddles.Pointer;
        for (var k = 0; k <= _half / 2; k++)
        {
            var z = ComplexLanes<T>.Load(rows + 2 * T.Count * _position[k]);
            var mirror = ComplexLanes<T>.Load(rows + 2 * T.Count * _position[(_half - k) & (_half - 1)]);
            var even = new ComplexLanes<T>(z.Real + mirror.Real, z.Imaginary - mirror.Imaginary);
            // -i·(Z[k] - conj Z[M-k])
            var odd = new ComplexLanes<T>(z.Imaginary + mirror.Imaginary, mirror.Real - z.Real);
            var turned = ComplexLanes<T>.Product(odd, twiddle + 2 * k);
            Store(even + turned, power + T.Count * k);
            Store(even - turned, power + T.Count * (_half - k));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(ComplexLanes<T> bin, double* power)
    {
        var squared = T.MultiplyAdd(bin.Real, bin.Real, bin.Imaginary * bin.Imaginary);
        T.Store(_magnitude ? T.Sqrt(squared) : squared, power);
    }
}
