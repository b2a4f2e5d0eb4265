namespace EmotionGpu.Training.Models;

/// <summary>In which numbers a network computes; its parameters and scores are float32 in any case.</summary>
public enum Precision
{
    /// <summary>float32 throughout.</summary>
    Float32,

    /// <summary>
    /// bfloat16 up to the last feature map, float32 from the pooling on (after Micikevicius et al. 2018, arXiv:1710.03740, and Kalamkar et al.
    /// 2019, arXiv:1905.12322, by which bfloat16 needs no scaling of the loss).
    /// </summary>
    BFloat16,
}
