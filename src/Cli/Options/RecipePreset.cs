using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Cli.Options;

/// <summary>A recipe with a name, and what it wants of the front end and the network's input.</summary>
/// <param name="Recipe">The recipe.</param>
/// <param name="NMels">Mel bands.</param>
/// <param name="FloorDecibel">Floor of the input below a clip's peak, in dB; 0 is off.</param>
internal sealed record RecipePreset(Recipe Recipe, int NMels, double FloorDecibel);
