using ILGPU.Algorithms;

namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>How two partial results become one.</summary>
internal interface IFold
{
    /// <summary>Both in one.</summary>
    float Fold(float first, float second);
}

/// <summary>Their sum.</summary>
internal readonly struct Sum : IFold
{
    public float Fold(float first, float second) => first + second;
}

/// <summary>The larger one.</summary>
internal readonly struct Largest : IFold
{
    public float Fold(float first, float second) => XMath.Max(first, second);
}
