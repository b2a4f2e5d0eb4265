using EmotionGpu.Features.Augment;
using EmotionGpu.Features.Devices.Gpu;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.SpecAugment;

namespace EmotionGpu.Features.Tests.Devices;

/// <content>Training's input in batches and groups of any size.</content>
public abstract partial class DeviceBackendTests
{
    [Fact]
    public void Mixing_with_a_clip_of_another_batch_changes_no_bit()
    {
        Require();
        // A clip alone; two or three of them; all. Clip 0 is wanted by several, 3 mixes with itself.
        var results = new[] { 1L, 12_000, DeviceBackend.DefaultBatchBytes }.Select(batchBytes =>
        {
            using var backend = device.Create(Small, batchBytes: batchBytes);
            return Mixed(backend, [6, 0, 0, 3, 0, 2, 1]);
        }).ToArray();
        Assert.All(results, result => Assert.Equal(results[0], result));
    }

    [Fact]
    public void The_size_of_a_group_changes_no_bit_of_trainings_input()
    {
        Require();
        var results = new[] { 64, 128, 256 }.Select(threads =>
        {
            using var backend = device.Create(Small, threads);
            return Mixed(backend, [1, 0]);
        }).ToArray();
        Assert.All(results, result => Assert.Equal(results[0], result));
    }

    /// <summary>As many clips as there are partners, with everything that training does to them.</summary>
    private static float[] Mixed(DeviceBackend backend, int[] partners)
    {
        const int mels = 20, frames = 30;
        var random = new Random(12);
        var options = new AugmentOptions { TimeWarp = 0.2, MelWarp = 0.1, MelShift = 2, GainDecibel = 6, NoiseDecibel = -20 };
        var (draws, gains) = (new AugmentDraw[partners.Length], new float[partners.Length * mels]);
        var clips = partners.Select((_, i) =>
        {
            var values = new Half[mels * (frames - 5 + 4 * i)];
            for (var k = 0; k < values.Length; k++)
                values[k] = (Half)(-100 + 100 * random.NextDouble());
            var clip = new LogMelClip(values, mels, values.Length / mels);
            draws[i] = AugmentGenerator.Draw(options, 1, 1, i, (clip.Frames, mels, frames), gains.AsSpan(i * mels, mels));
            return clip;
        }).ToArray();
        MaskRectangle[] masks = [new(partners.Length - 1, 0, mels, 9, 1), new(0, 2, 3, 0, frames), new(1, 0, mels, 5, 6), new(0, 0, 1, 0, frames)];
        var output = new float[clips.Length * mels * frames];
        var drawn = new BatchDraws { Clips = draws, Gains = gains, Masks = masks, Partners = partners, Lambda = 0.6 };
        backend.NetworkInput(clips, drawn, frames, floorDecibel: 70, output);
        return output;
    }
}
