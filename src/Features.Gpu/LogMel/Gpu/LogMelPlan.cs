using EmotionGpu.Features.Devices.Gpu;

namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>How the frames of a batch are laid out in groups.</summary>
/// <param name="Clips">[clip].</param>
/// <param name="Groups">[frame group].</param>
/// <param name="OutputLength">Values of all clips together.</param>
internal sealed record LogMelPlan(Section<PackedClip> Clips, Section<FrameGroup> Groups, int OutputLength);
