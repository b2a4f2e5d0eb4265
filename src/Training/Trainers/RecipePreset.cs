using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Training.Trainers;

/// <summary>A recipe with a name, and the front end and input that it is meant for.</summary>
/// <param name="Recipe">The recipe.</param>
/// <param name="LogMel">The front end.</param>
/// <param name="Input">The network's input.</param>
public sealed record RecipePreset(Recipe Recipe, LogMelOptions LogMel, InputOptions Input)
{
    /// <summary><see cref="Recipe.Robust"/>, with 64 mels and a floor of 80 dB below the clip's peak: what validation actors rank first.</summary>
    public static RecipePreset Robust { get; } = new(Recipe.Robust, new LogMelOptions { NMels = 64 }, new InputOptions { FloorDecibel = 80 });

    /// <summary><see cref="Recipe.Seed"/>, with 128 mels and no floor: the project that this one follows.</summary>
    public static RecipePreset Seed { get; } = new(Recipe.Seed, new LogMelOptions(), new InputOptions());

    /// <summary>All of them, the command line's default first.</summary>
    public static IReadOnlyList<RecipePreset> All { get; } = [Robust, Seed];
}
