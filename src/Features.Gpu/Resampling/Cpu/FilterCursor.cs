using System.Runtime.CompilerServices;

namespace EmotionGpu.Features.Resampling.Cpu;

/// <summary>Walks the output samples: each advances the input by the rates' ratio and the filter by a row.</summary>
internal unsafe struct FilterCursor
{
    private readonly int _up;
    private readonly int _advance;
    private readonly int _remainder;
    private readonly int _stride;
    private readonly double* _firstRow;
    private float* _input;
    private double* _row;
    private int _index;
    private int _phase;

    /// <param name="table">The filter.</param>
    /// <param name="output">The first output sample.</param>
    /// <param name="input">Its first input sample.</param>
    public FilterCursor(FilterTable table, int output, float* input)
    {
        _up = table.Filter.Up;
        (_advance, _remainder) = Math.DivRem(table.Filter.Down, _up);
        _stride = table.Filter.Stride;
        _firstRow = table.Taps.Pointer;
        _input = input;
        _index = output % _up;
        _phase = table.Filter.Phase(output);
        _row = _firstRow + (nint)_index * _stride;
    }

    /// <summary>The next output sample's first input sample and its taps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Next(out float* input, out double* taps)
    {
        input = _input;
        taps = _row;
        _input += _advance;
        _phase += _remainder;
        if (_phase >= _up)
        {
            _phase -= _up;
            _input++;
        }

        _row += _stride;
        if (++_index == _up)
        {
            _index = 0;
            _row = _firstRow;
        }
    }
}
