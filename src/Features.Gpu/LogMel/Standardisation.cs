namespace EmotionGpu.Features.LogMel;

/// <summary>How the network's input is brought near mean 0 and standard deviation 1.</summary>
public enum Standardisation
{
    /// <summary>By the crop's own mean and standard deviation: how loud a recording is makes no difference.</summary>
    Crop,

    /// <summary>By <see cref="InputOptions.FixedMean"/> and <see cref="InputOptions.FixedDeviation"/>, the same for every clip: loud stays loud.</summary>
    Fixed,
}
