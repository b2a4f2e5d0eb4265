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

    [Fact]
    public void Clips_that_are_kept_on_the_device_give_the_same_bits_and_do_not_go_up_again()
    {
        Require();
        using var backend = device.Create(Small);
        var sent = Mixed(backend, [1, 2, 0]);
        var withClips = backend.BytesUp;
        float[] kept;
        using (backend.Keep(MixedClips(3)))
        {
            var before = backend.BytesUp;
            // Equal values in other memory are other clips: these go up.
            Assert.Equal(sent, Mixed(backend, [1, 2, 0]));
            Assert.Equal(withClips, backend.BytesUp - before);
        }

        var clips = MixedClips(3);
        using (backend.Keep([.. clips, .. MixedClips(2)]))
        {
            var before = backend.BytesUp;
            kept = Mixed(backend, [1, 2, 0], clips);
            var values = clips.Sum(clip => clip.Values.Length);
            Assert.InRange(backend.BytesUp - before, 1, withClips - sizeof(ushort) * values + 512);
        }

        Assert.Equal(sent, kept);
        var last = backend.BytesUp;
        Assert.Equal(sent, Mixed(backend, [1, 2, 0], clips));
        Assert.Equal(withClips, backend.BytesUp - last);
        backend.Keep([]).Dispose();
    }

    /// <summary>As many clips as there are partners, with everything that training does to them.</summary>
    private static float[] Mixed(DeviceBackend backend, int[] partners) => Mixed(backend, partners, MixedClips(partners.Length));

    private static float[] Mixed(DeviceBackend backend, int[] partners, LogMelClip[] clips)
    {
        const int mels = 20, frames = 30;
        var options = new AugmentOptions { TimeWarp = 0.2, MelWarp = 0.1, MelShift = 2, GainDecibel = 6, NoiseDecibel = -20 };
        var (draws, gains) = (new AugmentDraw[partners.Length], new float[partners.Length * mels]);
        foreach (var (i, clip) in clips.Index())
            draws[i] = AugmentGenerator.Draw(options, 1, 1, i, (clip.Frames, mels, frames), gains.AsSpan(i * mels, mels));
        MaskRectangle[] masks = [new(partners.Length - 1, 0, mels, 9, 1), new(0, 2, 3, 0, frames), new(1, 0, mels, 5, 6), new(0, 0, 1, 0, frames)];
        var output = new float[clips.Length * mels * frames];
        var drawn = new BatchDraws { Clips = draws, Gains = gains, Masks = masks, Partners = partners, Lambda = 0.6 };
        backend.NetworkInput(clips, drawn, new(frames, 70), output);
        return output;
    }

    private static LogMelClip[] MixedClips(int count)
    {
        var random = new Random(12);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var values = new Half[20 * (25 + 4 * i)];
            for (var k = 0; k < values.Length; k++)
                values[k] = (Half)(-100 + 100 * random.NextDouble());
            return new LogMelClip(values, 20, values.Length / 20);
        })];
    }
}
