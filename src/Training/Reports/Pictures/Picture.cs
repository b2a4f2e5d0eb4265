namespace EmotionGpu.Training.Reports.Pictures;

/// <summary>A picture that a page holds inside.</summary>
/// <param name="Png">The file.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Description">For those who cannot see it.</param>
internal sealed record Picture(byte[] Png, int Width, int Height, string Description);
