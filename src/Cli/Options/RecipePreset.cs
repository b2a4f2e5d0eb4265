using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Cli.Options;

/// <summary>A recipe with a name, and what it wants of the network's input.</summary>
/// <param name="Recipe">The recipe.</param>
/// <param name="FloorDecibel">Floor of the input below a clip's peak, in dB; 0 is off.</param>
internal sealed record RecipePreset(Recipe Recipe, double FloorDecibel);
