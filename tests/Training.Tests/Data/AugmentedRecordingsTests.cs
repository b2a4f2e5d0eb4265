using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Augment.Waveforms;
using EmotionGpu.Features.Devices.Cpu;
using EmotionGpu.Training.Data;
using EmotionGpu.Training.Tests.Trainers;

namespace EmotionGpu.Training.Tests.Data;

public sealed class AugmentedRecordingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("emotiongpu-recordings-").FullName;
    private readonly CpuBackend _backend = new(ToyClips.LogMel);

    public void Dispose()
    {
        _backend.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_clip_sounds_the_same_whatever_batch_it_is_in()
    {
        var recordings = Recordings(Enumerable.Range(0, 5).Select(i => Write($"{i}.wav", 3000 + 500 * i)));
        var together = recordings.Batch([4, 0, 2], [4, 0, 2], epoch: 2);
        var alone = recordings.Batch([2], [2], epoch: 2)[0];
        Assert.Equal(together[2].Values.ToArray(), alone.Values.ToArray());
        Assert.NotEqual(recordings.Batch([2], [2], epoch: 3)[0].Values.ToArray(), alone.Values.ToArray());
    }

    [Fact]
    public void A_recording_that_is_gone_is_named()
    {
        var gone = Path.Combine(_folder, "gone.wav");
        var recordings = Recordings([Write("there.wav", 3000), gone]);
        var error = Assert.Throws<AudioFormatException>(() => recordings.Batch([0, 1], [0, 1], epoch: 1));
        Assert.Contains(gone, error.Message, StringComparison.Ordinal);
    }

    private AugmentedRecordings Recordings(IEnumerable<string> paths) =>
        new(_backend, [.. paths], new WaveformAugmenter(WaveformAugmentOptions.Everything, ToyClips.LogMel.SampleRate, seed: 1));

    private string Write(string name, int samples)
    {
        var path = Path.Combine(_folder, name);
        using var file = File.Create(path);
        PcmWav.Write(file, 16_000, [.. Enumerable.Range(0, samples).Select(i => (short)(9000 * Math.Sin(i * 0.05)))]);
        return path;
    }
}
