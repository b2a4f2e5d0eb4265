using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Augment;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.Devices.Cpu;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Training.Data;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Tests.Trainers;

public sealed class TrainingBatchesTests
{
    [Fact]
    public void The_next_batch_is_made_while_the_network_works_on_this_one()
    {
        using var backend = new CountingBackend(new CpuBackend(ToyClips.LogMel));
        var clips = ClipTable.Read(ToyClips.View(actor: 1, perClass: 3), ToyClips.LogMel.NMels);
        var batches = new TrainingBatches(
            new BatchComposer(backend, clips, ToyClips.Input, seed: 1), clips, Recipe.Seed with { BatchSize = 8 }, seed: 1);
        Assert.Equal(3, batches.Steps);
        var taken = 0;
        foreach (var batch in batches.Epoch(1))
        {
            var first = batch.Values.ToArray();
            var ahead = Math.Min(batches.Steps, ++taken + 1);
            Assert.True(SpinWait.SpinUntil(() => backend.Ended >= ahead, TimeSpan.FromSeconds(60)), $"{backend.Ended} batches made when the network had {taken}");
            Thread.Sleep(20); // Who is not held to one ahead has time to go on.
            Assert.Equal(ahead, backend.Ended);
            Assert.Equal(first, batch.Values.ToArray());
        }

        Assert.Equal(3, taken);
    }

    /// <summary>Counts the batches that a backend has made.</summary>
    private sealed class CountingBackend(CpuBackend backend) : IFeatureBackend
    {
        private int _ended;

        public int Ended => Volatile.Read(ref _ended);

        public BackendKind Kind => backend.Kind;

        public string DeviceName => backend.DeviceName;

        public LogMelOptions Options => backend.Options;

        public int ParallelCalls => backend.ParallelCalls;

        public int ClipsPerCall => backend.ClipsPerCall;

        public float[][] Resample(IReadOnlyList<Waveform> clips) => backend.Resample(clips);

        public float[][] LogMel(IReadOnlyList<Waveform> clips) => backend.LogMel(clips);

        public void LogMel(IReadOnlyList<Waveform> clips, IReadOnlyList<Memory<Half>> outputs) => backend.LogMel(clips, outputs);

        public IDisposable Keep(IReadOnlyList<LogMelClip> clips) => backend.Keep(clips);

        public void NetworkInput(IReadOnlyList<LogMelClip> clips, BatchDraws draws, CropForm form, Span<float> output)
        {
            backend.NetworkInput(clips, draws, form, output);
            Interlocked.Increment(ref _ended);
        }

        public void Dispose() => backend.Dispose();
    }
}
