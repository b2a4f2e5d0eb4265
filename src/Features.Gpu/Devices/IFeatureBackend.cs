using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Augment;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Features.Devices;

/// <summary>
/// The feature chain on one device: resample, log-mel and the network's input, a batch a call. All backends give the
/// same numbers within the tolerances of the shared tests. Kernels and tables are made with the object. Calls of
/// <see cref="LogMel(IReadOnlyList{Waveform}, IReadOnlyList{Memory{Half}})"/> and <see cref="NetworkInput"/> may overlap on several threads; no other
/// call may overlap with anything.
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

    /// <summary>
    /// Keeps cached clips where they are worked on, so that <see cref="NetworkInput"/> need not send them there with every batch: in device
    /// memory, if they take no more than a quarter of it and it is free. Calls with other clips stay possible.
    /// </summary>
    /// <param name="clips">The clips; a call finds each by the memory that it lies in, which must not change.</param>
    /// <returns>Lets go of them when disposed; before the backend is.</returns>
    IDisposable Keep(IReadOnlyList<LogMelClip> clips);

    /// <summary>
    /// The network's input from cached clips: crop and warp, pad with -100 dB, add gains and noise, floor, standardise,
    /// mask, mix; docs/features.md has the formulas.
    /// </summary>
    /// <param name="clips">Cached clips, all with the same number of mels.</param>
    /// <param name="draws">What is drawn for each; <see cref="NetworkInputs"/> makes plain crops.</param>
    /// <param name="form">Frames of the crop, floor, how it is standardised (see <see cref="InputOptions"/>).</param>
    /// <param name="output">float32 [clip, mel, T], filled.</param>
    void NetworkInput(IReadOnlyList<LogMelClip> clips, BatchDraws draws, CropForm form, Span<float> output);
}
