using System.Runtime.CompilerServices;
using EmotionGpu.Features.Devices.Cpu;

namespace EmotionGpu.Features.LogMel.Cpu;

/// <summary>
/// Complex FFTs of a power-of-two length, one a lane, in place: decimation in frequency with radix 8 and, where the length is no
/// power of 8, radix 4. Results stay in digit-reversed order; <see cref="Position"/> says where each frequency lies.
/// </summary>
internal sealed unsafe class LaneFft<T> where T : struct, ILanes<T>
{
    private readonly Pass[] _passes;

    /// <param name="length">Complex points, a power of two from 64.</param>
    public LaneFft(int length)
    {
        Length = length;
        Position = new int[length];
        var radices = Radices(length);
        _passes = new Pass[radices.Length];
        for (int p = 0, block = length; p < radices.Length; p++, block /= radices[p - 1])
            _passes[p] = new Pass(radices[p], block);
        for (var row = 0; row < length; row++)
            Position[Frequency(row)] = row;
    }

    /// <summary>Complex points.</summary>
    public int Length { get; }

    /// <summary>The row in which a frequency's result lies [frequency].</summary>
    public int[] Position { get; }

    /// <summary>Transforms in place.</summary>
    /// <param name="rows">[point, real or imaginary, lane].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Transform(double* rows)
    {
        // After the first pass the blocks are independent; each then stays in the nearest cache for its other passes.
        _passes[0].Run(rows, 1);
        var block = Length / _passes[0].Radix;
        for (var start = 0; start < Length; start += block)
        {
            for (var p = 1; p < _passes.Length; p++)
                _passes[p].Run(rows + 2 * T.Count * start, block / _passes[p].Block);
        }
    }

    private static int[] Radices(int length)
    {
        var bits = int.Log2(length);
        var fours = (3 - bits % 3) % 3;
        var eights = (bits - 2 * fours) / 3;
        return [.. Enumerable.Repeat(8, eights), .. Enumerable.Repeat(4, fours)];
    }

    // A row's digits, first pass first, are the frequency's digits, lowest first.
    private int Frequency(int row)
    {
        int frequency = 0, weight = 1;
        foreach (var pass in _passes)
        {
            frequency += weight * (row % pass.Block / pass.Stride);
            weight *= pass.Radix;
        }

        return frequency;
    }

    /// <summary>One pass over blocks of Radix·Stride rows: butterflies of rows a stride apart, then twiddles e^(-2πi·q·j/Block).</summary>
    private sealed class Pass
    {
        private readonly AlignedBuffer<double> _twiddles;

        public Pass(int radix, int block)
        {
            Radix = radix;
            Block = block;
            Stride = block / radix;
            _twiddles = new AlignedBuffer<double>(2 * (radix - 1) * Stride);
            for (var j = 0; j < Stride; j++)
            {
                for (var q = 1; q < radix; q++)
                {
                    var (sine, cosine) = Math.SinCos(-2 * Math.PI * q * j / block);
                    _twiddles.Span[2 * ((radix - 1) * j + q - 1)] = cosine;
                    _twiddles.Span[2 * ((radix - 1) * j + q - 1) + 1] = sine;
                }
            }
        }

        public int Radix { get; }

        public int Block { get; }

        public int Stride { get; }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(double* rows, int blocks)
        {
            for (var b = 0; b < blocks; b++, rows += 2 * T.Count * Block)
            {
                if (Radix == 8)
                    Butterflies8(rows);
                else
                    Butterflies4(rows);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Butterflies4(double* rows)
        {
            var step = (nint)2 * T.Count * Stride;
            var twiddle = _twiddles.Pointer;
            for (var j = 0; j < Stride; j++, rows += 2 * T.Count, twiddle += 6)
            {
                var a0 = ComplexLanes<T>.Load(rows);
                var a1 = ComplexLanes<T>.Load(rows + step);
                var a2 = ComplexLanes<T>.Load(rows + 2 * step);
                var a3 = ComplexLanes<T>.Load(rows + 3 * step);
                var b0 = a0 + a2;
                var b1 = a0 - a2;
                var b2 = a1 + a3;
                var b3 = a1 - a3;
                ComplexLanes<T>.Store(b0 + b2, rows);
                ComplexLanes<T>.StoreProduct(ComplexLanes<T>.MinusI(b1, b3), twiddle, rows + step);
                ComplexLanes<T>.StoreProduct(b0 - b2, twiddle + 2, rows + 2 * step);
                ComplexLanes<T>.StoreProduct(ComplexLanes<T>.PlusI(b1, b3), twiddle + 4, rows + 3 * step);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Butterflies8(double* rows)
        {
            var step = (nint)2 * T.Count * Stride;
            var twiddle = _twiddles.Pointer;
            for (var j = 0; j < Stride; j++, rows += 2 * T.Count, twiddle += 14)
            {
                // Even rows: a 4-point transform.
                var a0 = ComplexLanes<T>.Load(rows);
                var a4 = ComplexLanes<T>.Load(rows + 4 * step);
                var a2 = ComplexLanes<T>.Load(rows + 2 * step);
                var a6 = ComplexLanes<T>.Load(rows + 6 * step);
                var (s0, d0, s2, d2) = (a0 + a4, a0 - a4, a2 + a6, a2 - a6);
                var (e0, e1, e2, e3) = (s0 + s2, ComplexLanes<T>.MinusI(d0, d2), s0 - s2, ComplexLanes<T>.PlusI(d0, d2));

                // Odd rows: another, turned by e^(-2πi·q/8); for q = 1 and 3 that is ±√½·(1 ∓ i).
                var a1 = ComplexLanes<T>.Load(rows + step);
                var a5 = ComplexLanes<T>.Load(rows + 5 * step);
                var a3 = ComplexLanes<T>.Load(rows + 3 * step);
                var a7 = ComplexLanes<T>.Load(rows + 7 * step);
                var (s1, d1, s3, d3) = (a1 + a5, a1 - a5, a3 + a7, a3 - a7);
                var (o0, o2) = (s1 + s3, s1 - s3);
                var (o1, o3) = (Turn(ComplexLanes<T>.MinusI(d1, d3)), Turn(ComplexLanes<T>.PlusI(d1, d3)));

                ComplexLanes<T>.Store(e0 + o0, rows);
                ComplexLanes<T>.StoreProduct(e1 + o1, twiddle, rows + step);
                ComplexLanes<T>.StoreProduct(ComplexLanes<T>.MinusI(e2, o2), twiddle + 2, rows + 2 * step);
                ComplexLanes<T>.StoreProduct(ComplexLanes<T>.MinusI(e3, o3), twiddle + 4, rows + 3 * step);
                ComplexLanes<T>.StoreProduct(e0 - o0, twiddle + 6, rows + 4 * step);
                ComplexLanes<T>.StoreProduct(e1 - o1, twiddle + 8, rows + 5 * step);
                ComplexLanes<T>.StoreProduct(ComplexLanes<T>.PlusI(e2, o2), twiddle + 10, rows + 6 * step);
                ComplexLanes<T>.StoreProduct(ComplexLanes<T>.PlusI(e3, o3), twiddle + 12, rows + 7 * step);
            }
        }

        // Times e^(-2πi/8) = √½·(1 - i).
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static ComplexLanes<T> Turn(ComplexLanes<T> value)
        {
            var half = T.Broadcast(0.70710678118654752);
            return new((value.Real + value.Imaginary) * half, (value.Imaginary - value.Real) * half);
        }
    }
}
