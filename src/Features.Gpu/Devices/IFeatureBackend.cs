using EmotionGpu.Features.Audio;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.SpecAugment;

namespace EmotionGpu.Features.Devices;

/// <summary>
/// The feature chain on one device: resample, log-mel and the network's input, a batch a call. All backends give the
/// same numbers within the tolerances of the shared tests. Kernels and tables are made with the object. Calls of
/// <see cref="LogMel(IReadOnlyList{Waveform}, IReadOnlyList{Memory{Half}})"/> may overlap on several threads; no other call may
/// overlap with anything.
/// </summary>
public interface IFeatureBackend : IDisposable
{
    /// <summary>Which of the backends this is.</summary>
    BackendKind Kind { get; }

    /// <summary>The device's own name, "AMD EPYC, 2 cores, AVX-512" say.</summary>
    string DeviceName { get; }

    /// <summary>The front end that this object was made for, validated.</summary>
    LogMelOptions Options { get; }

    /// <summary>Calls of the float16 log-mel that are worth making at once: a core's or a stream's each. Further ones wait.</summary>
    int ParallelCalls { get; }

    /// <summary>Most clips that are worth handing over in one of these calls: 1 where a core works on a clip, more where a batch fills a device.</summary>
    int ClipsPerCall { get; }

    /// <summary>Resamples each clip to <see cref="LogMelOptions.SampleRate"/>.</summary>
    /// <param name="clips">Any rates and lengths; none empty.</param>
    /// <returns>A clip's float32 samples [sample], ceil(length·up/down) of them.</returns>
    float[][] Resample(IReadOnlyList<Waveform> clips);

    /// <summary>Log-mel of each clip, float32, as tests and the command <c>features</c> want it.</summary>
    /// <param name="clips">Any rates and lengths; none empty.</param>
    /// <returns>A clip's dB values [mel, frame].</returns>
    float[][] LogMel(IReadOnlyList<Waveform> clips);

    /// <summary>Log-mel of each clip as it is cached: rounded to float16. Safe to call from several threads at once.</summary>
    /// <param name="clips">Any rates and lengths; none empty.</param>
    /// <param name="outputs">One buffer a clip, NMels·<see cref="LogMelOptions.FrameCount"/> values: dB, [mel, frame].</param>
    void LogMel(IReadOnlyList<Waveform> clips, IReadOnlyList<Memory<Half>> outputs);

    /// <summary>The network's input from cached clips: crop, pad with -100 dB, standardise over the whole crop, then mask.</summary>
    /// <param name="clips">Cached clips, all with the same number of mels.</param>
    /// <param name="starts">A clip's first frame; negative pads on the left (see <see cref="InputOptions.CentredStart"/>).</param>
    /// <param name="frames">Frames of the crop, T.</param>
    /// <param name="masks">Rectangles inside the output, in any order; they may overlap. Empty: nothing is masked.</param>
    /// <param name="fill">The value under a mask.</param>
    /// <param name="output">float32 [clip, mel, T], filled.</param>
    void NetworkInput(
        IReadOnlyList<LogMelClip> clips,
        ReadOnlySpan<int> starts,
        int frames,
        ReadOnlySpan<MaskRectangle> masks,
        float fill,
        Span<float> output);
}
