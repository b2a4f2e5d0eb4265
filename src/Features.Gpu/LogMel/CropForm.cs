namespace EmotionGpu.Features.LogMel;

/// <summary>What a crop of a clip becomes, besides what is drawn for it; <see cref="InputOptions.FormFor"/> makes it of the options.</summary>
/// <param name="Frames">Frames of the crop, T.</param>
/// <param name="FloorDecibel">What lies further below the peak of its clip than this is raised to it, in dB; 0 is off.</param>
/// <param name="Standardisation">How its values are brought near mean 0 and standard deviation 1.</param>
public readonly record struct CropForm(int Frames, float FloorDecibel = 0, Standardisation Standardisation = Standardisation.Crop);
