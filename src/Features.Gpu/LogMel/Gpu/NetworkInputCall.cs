using EmotionGpu.Features.Augment;
using EmotionGpu.Features.Devices.Gpu;

namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>What a call for network inputs was given.</summary>
/// <param name="clips">Cached clips, at least one, all with the same number of mels.</param>
/// <param name="draws">What is drawn for them.</param>
/// <param name="form">Frames of a crop, floor, how it is standardised.</param>
/// <param name="resident">Has all the clips on the device already; null: they go up.</param>
internal readonly ref struct NetworkInputCall(LogMelClip[] clips, BatchDraws draws, CropForm form, ResidentClips? resident)
{
    /// <summary>Cached clips.</summary>
    public LogMelClip[] Clips { get; } = clips;

    /// <summary>Where the clips lie on the device; null: they go up.</summary>
    public ResidentClips? Resident { get; } = resident;

    /// <summary>What is drawn for them.</summary>
    public BatchDraws Draws { get; } = draws;

    /// <summary>Their masks.</summary>
    public MasksByClip Masks { get; } = new(draws.Masks, clips.Length);

    /// <summary>Frames of a crop, floor, how it is standardised.</summary>
    public CropForm Form { get; } = form;

    /// <summary>Frames of a crop, T.</summary>
    public int Frames => Form.Frames;

    /// <summary>Mel bands.</summary>
    public int Mels => Clips[0].Mels;

    /// <summary>With whom each clip is mixed, [clip]; empty: with none.</summary>
    public ReadOnlySpan<int> Partners => Draws.Mixes ? Draws.Partners : [];
}
