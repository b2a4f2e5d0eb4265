using EmotionGpu.Features.LogMel;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Cli.Options;

/// <summary>A recipe with a name, and what it was made with besides.</summary>
/// <param name="Recipe">The recipe.</param>
/// <param name="LogMel">The front end.</param>
/// <param name="Input">The network's input.</param>
internal sealed record RecipePreset(Recipe Recipe, LogMelOptions LogMel, InputOptions Input);
