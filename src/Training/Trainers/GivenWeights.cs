namespace EmotionGpu.Training.Trainers;

/// <summary>Weights trained elsewhere that a training starts from (<see cref="Models.InitialWeights"/>).</summary>
/// <param name="Path">A safetensors file with torchvision's names.</param>
/// <param name="BackboneFactor">The backbone's learning rate as a multiple of the head's; 0 keeps it as it is, batch norm statistics included.</param>
public sealed record GivenWeights(string Path, double BackboneFactor = 1);
