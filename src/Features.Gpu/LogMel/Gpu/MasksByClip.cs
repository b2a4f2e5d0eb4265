using EmotionGpu.Features.SpecAugment;

namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>A call's masks sorted by clip; masks of nothing are left out.</summary>
internal sealed class MasksByClip
{
    private readonly MaskRectangle[] _masks;

    // Of each clip's first mask, and the number of all behind them.
    private readonly int[] _first;

    /// <param name="masks">In any order.</param>
    /// <param name="clips">Number of clips.</param>
    public MasksByClip(ReadOnlySpan<MaskRectangle> masks, int clips)
    {
        _first = new int[clips + 1];
        foreach (var mask in masks)
            _first[mask.Clip + 1] += IsAny(mask) ? 1 : 0;
        for (var i = 0; i < clips; i++)
            _first[i + 1] += _first[i];

        _masks = new MaskRectangle[_first[clips]];
        var next = _first.ToArray();
        foreach (var mask in masks)
        {
            if (IsAny(mask))
                _masks[next[mask.Clip]++] = mask;
        }
    }

    /// <summary>A clip's masks.</summary>
    public ReadOnlySpan<MaskRectangle> Of(int clip) => _masks.AsSpan(_first[clip], _first[clip + 1] - _first[clip]);

    private static bool IsAny(MaskRectangle mask) => mask is { MelCount: > 0, FrameCount: > 0 };
}
