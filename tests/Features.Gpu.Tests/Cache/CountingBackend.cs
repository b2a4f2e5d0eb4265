using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Augment;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Features.Tests.Cache;

/// <summary>
/// A backend for testing the cache alone: value [mel, frame] = mel + frame/8 - first sample, quick to compute and different from
/// clip to clip. It counts what it computes and fails when told to.
/// </summary>
internal sealed class CountingBackend(LogMelOptions options) : IFeatureBackend
{
    private int _computed;

    public CountingBackend() : this(new LogMelOptions { NMels = 2, SampleRate = 8_000, NFft = 256, HopLength = 128 })
    {
    }

    public BackendKind Kind => BackendKind.Cpu;

    public string DeviceName => "test";

    public LogMelOptions Options { get; } = options.Validate();

    public int ParallelCalls { get; init; } = 1;

    public int ClipsPerCall { get; init; } = 2;

    public int Computed => _computed;

    /// <summary>Called before each batch with the number of clips computed so far.</summary>
    public Action<int> BeforeBatch { get; init; } = _ => { };

    public void LogMel(IReadOnlyList<Waveform> clips, IReadOnlyList<Memory<Half>> outputs)
    {
        BeforeBatch(Computed);
        for (var i = 0; i < clips.Count; i++)
        {
            var values = Expected(clips[i]);
            Assert.Equal(values.Length, outputs[i].Length);
            values.CopyTo(outputs[i]);
        }

        Interlocked.Add(ref _computed, clips.Count);
    }

    public Half[] Expected(Waveform clip)
    {
        var samples = new float[clip.Length];
        clip.CopyTo(samples);
        var frames = Options.FrameCount((int)Math.Ceiling((double)clip.Length * Options.SampleRate / clip.SampleRate));
        return [.. Enumerable.Range(0, Options.NMels * frames).Select(i => (Half)(i / frames + i % frames / 8.0 - 100 * samples[0]))];
    }

    public float[][] Resample(IReadOnlyList<Waveform> clips) => throw new NotSupportedException();

    public float[][] LogMel(IReadOnlyList<Waveform> clips) => throw new NotSupportedException();

    public IDisposable Keep(IReadOnlyList<LogMelClip> clips) => throw new NotSupportedException();

    public void NetworkInput(IReadOnlyList<LogMelClip> clips, BatchDraws draws, CropForm form, Span<float> output) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
