using System.Diagnostics;
using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.Devices.Cpu;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Inference;

/// <summary>
/// A trained model at work: recordings or samples in, probabilities out. The network comes out of <c>model.zip</c> and runs in ONNX Runtime, in batches; the
/// front end is the one that it was trained with. Thread-safe: any calls may overlap.
/// </summary>
public sealed class EmotionModel : IDisposable
{
    /// <summary>Clips a run of the network: more is not faster on a CPU, and takes memory.</summary>
    internal const int BatchSize = 32;

    /// <summary>Samples that <see cref="PredictFiles"/> reads ahead, 256 MB as float32.</summary>
    private const long MaxSamplesInMemory = 1 << 26;

    /// <summary>Time for which <see cref="PredictFiles"/> keeps a result back for the sake of a larger batch.</summary>
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(0.2);

    private readonly IFeatureBackend _features;

    private EmotionModel(NetworkSession network, IFeatureBackend features)
    {
        Network = network;
        _features = features;
    }

    /// <summary>The network alone.</summary>
    internal NetworkSession Network { get; }

    /// <summary>Classes, front end and crop.</summary>
    public ModelMetadata Metadata => Network.Metadata;

    /// <summary>What its users must know; null where nobody wrote it.</summary>
    public ModelCard? Card => Network.Card;

    /// <summary>Frames of the network's input, T.</summary>
    public int Frames => Network.Frames;

    /// <summary>float32 values of one clip's network input, mels·T.</summary>
    public int ValuesPerClip => Network.ValuesPerClip;

    /// <summary>Reads a model.</summary>
    /// <param name="path">A <c>model.zip</c>.</param>
    /// <param name="features">Makes what computes the features, on a GPU say, for the front end that it is given; the model disposes it. Null: the processor.</param>
    /// <param name="waitsSpinning">
    /// Whether the network's threads keep a processor busy while they wait for the next call, which is quickest where one call follows another; where calls come one by one and
    /// other work needs the processors, as in a server, it takes most of a core from it.
    /// </param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="ModelFormatException">Not a model of this program and version.</exception>
    public static EmotionModel Load(string path, Func<LogMelOptions, IFeatureBackend>? features = null, bool waitsSpinning = true)
    {
        var network = NetworkSession.Load(path, waitsSpinning);
        try
        {
            var logMel = network.Metadata.LogMel;
            return new EmotionModel(network, features?.Invoke(logMel) ?? new CpuBackend(logMel));
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Probabilities of a recording, the mean over <see cref="ModelMetadata.Crops"/> crops at the model's temperature: the log-mel as it is cached (rounded to float16),
    /// then <see cref="NetworkInputs.Crops"/> from <see cref="InputOptions.CropStarts"/> on, exactly as a run scores its validation and test clips. What lies outside the crops is not heard:
    /// <see cref="Timeline"/> hears all of it.
    /// </summary>
    /// <param name="path">A recording of any rate, length and number of channels, whose mean is taken.</param>
    /// <exception cref="AudioFormatException">It cannot be read.</exception>
    /// <exception cref="ModelFormatException">The model's operators do not fit together, which shows only when they are run; so of every prediction.</exception>
    public Prediction Predict(string path) => Predict([RecordingReader.Read(path)])[0];

    /// <summary>As <see cref="Predict(string)"/>, from samples.</summary>
    /// <param name="samples">float32, one channel, full scale 1; not empty.</param>
    /// <param name="sampleRate">Samples a second, <see cref="Waveform.MinSampleRate"/> to <see cref="Waveform.MaxSampleRate"/>.</param>
    /// <exception cref="ArgumentException">There are no samples, or the rate is out of range.</exception>
    public Prediction Predict(ReadOnlyMemory<float> samples, int sampleRate)
    {
        if (samples.IsEmpty)
            throw new ArgumentException("no samples: one at least is wanted", nameof(samples));
        if (sampleRate is < Waveform.MinSampleRate or > Waveform.MaxSampleRate)
            throw new ArgumentException($"{sampleRate} samples a second: {Waveform.MinSampleRate} to {Waveform.MaxSampleRate} are supported", nameof(sampleRate));
        return Predict([Waveform.FromFloat(sampleRate, samples)])[0];
    }

    /// <summary>As <see cref="Predict(string)"/>, of several clips, in batches.</summary>
    /// <param name="clips">Any rates and lengths; none empty.</param>
    /// <returns>One prediction a clip.</returns>
    public IReadOnlyList<Prediction> Predict(IReadOnlyList<Waveform> clips)
    {
        var predictions = new List<Prediction>(clips.Count);
        for (var start = 0; start < clips.Count; start += BatchSize)
            predictions.AddRange(PredictBatch([.. clips.Skip(start).Take(BatchSize)]));
        return predictions;
    }

    /// <summary>As <see cref="Predict(string)"/>, of several files, a batch of them in memory at a time.</summary>
    /// <param name="paths">Recordings.</param>
    /// <returns>One for each path, in their order; a recording that cannot be read is refused with the reason.</returns>
    public IEnumerable<FilePrediction> PredictFiles(IEnumerable<string> paths)
    {
        var batch = new List<(string Path, Waveform? Clip, string? Reason)>();
        var (samples, started) = (0L, Stopwatch.GetTimestamp());
        foreach (var path in paths)
        {
            var (clip, reason) = TryRead(path);
            batch.Add((path, clip, reason));
            samples += clip?.Length ?? 0;
            if (batch.Count < BatchSize && samples < MaxSamplesInMemory && Stopwatch.GetElapsedTime(started) < MaxDelay)
                continue;

            foreach (var prediction in PredictRead(batch))
                yield return prediction;
            batch.Clear();
            (samples, started) = (0, Stopwatch.GetTimestamp());
        }

        foreach (var prediction in PredictRead(batch))
            yield return prediction;
    }

    /// <summary>Predictions of a recording's windows, each as if it were a recording of its own, in memory that does not grow with the recording.</summary>
    /// <param name="path">The recording.</param>
    /// <param name="options">Windows, smoothing, silence; null: the defaults.</param>
    /// <returns>Windows in order, each as soon as it and those that it is smoothed with are known; one at least.</returns>
    /// <exception cref="AudioFormatException">Thrown while windows are asked for: the recording cannot be read, or no longer.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public IEnumerable<TimelineWindow> Timeline(string path, TimelineOptions? options = null)
    {
        options = (options ?? new TimelineOptions()).Validate();
        var windows = WindowPredictions.Of(this, path, options);
        return options.Smoothing == 1 ? windows : Inference.Timeline.Smooth(windows, options.Smoothing, Metadata.Classes);
    }

    /// <summary>Log-mel as the network's input is cut from it: what there is to see of a sound.</summary>
    /// <param name="clip">Any rate and length; not empty.</param>
    /// <returns>float16, dB, [mel, frame]; a frame is <see cref="LogMelOptions.HopLength"/> samples at <see cref="LogMelOptions.SampleRate"/> of <see cref="ModelMetadata.LogMel"/>.</returns>
    public LogMelClip LogMel(Waveform clip) => _features.Clips([clip])[0];

    /// <summary>Probabilities of network inputs that are there already, each by itself.</summary>
    /// <param name="inputs">float32 [clip, mel, T], standardised: a whole number of times <see cref="ValuesPerClip"/> values.</param>
    /// <returns>One prediction a clip.</returns>
    /// <exception cref="ArgumentException">Not a whole number of clips.</exception>
    public IReadOnlyList<Prediction> PredictInputs(ReadOnlyMemory<float> inputs)
    {
        if (inputs.Length % ValuesPerClip != 0)
        {
            throw new ArgumentException(
                $"{inputs.Length} values: a multiple of {ValuesPerClip} ({Metadata.LogMel.NMels} mels, {Frames} frames) was wanted", nameof(inputs));
        }

        var predictions = new List<Prediction>(inputs.Length / ValuesPerClip);
        for (var start = 0; start < inputs.Length; start += BatchSize * ValuesPerClip)
            predictions.AddRange(Network.Probabilities(inputs.Slice(start, Math.Min(BatchSize * ValuesPerClip, inputs.Length - start))).Select(Answer));
        return predictions;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Network.Dispose();
        _features.Dispose();
    }

    private IEnumerable<FilePrediction> PredictRead(List<(string Path, Waveform? Clip, string? Reason)> batch)
    {
        var predictions = new Queue<Prediction>(Predict([.. batch.Select(one => one.Clip).OfType<Waveform>()]));
        return batch.Select(one => new FilePrediction(one.Path, one.Clip is null ? null : predictions.Dequeue(), one.Reason));
    }

    private static (Waveform? Clip, string? Reason) TryRead(string path)
    {
        try
        {
            return (RecordingReader.Read(path), null);
        }
        catch (AudioFormatException error)
        {
            return (null, error.Problem);
        }
    }

    /// <summary>Predictions of at most <see cref="BatchSize"/> clips; each crop is a row of the network's input.</summary>
    internal IEnumerable<Prediction> PredictBatch(Waveform[] clips)
    {
        var (inputs, clipOfCrop) = Inputs(clips);
        float[][] probabilities =
        [
            .. Enumerable.Range(0, clipOfCrop.Length).Chunk(BatchSize)
                .SelectMany(crops => Network.Probabilities(inputs.AsMemory(crops[0] * ValuesPerClip, crops.Length * ValuesPerClip))),
        ];
        return clipOfCrop.Zip(probabilities).GroupBy(pair => pair.First, pair => pair.Second).Select(ofClip => Answer(Prediction.Mean([.. ofClip])));
    }

    /// <summary>Network inputs of clips.</summary>
    /// <returns>float32 [crop, mel, T] of all clips' crops, and each crop's clip.</returns>
    internal (float[] Inputs, int[] ClipOfCrop) Inputs(Waveform[] clips)
    {
        var logMel = _features.Clips(clips);
        var crops = logMel.SelectMany(
            (clip, i) => InputOptions.CropStarts(clip.Frames, Frames, Metadata.Crops).Select(start => (Clip: i, Start: start))).ToArray();
        var inputs = new float[crops.Length * ValuesPerClip];
        _features.Crops(Array.ConvertAll(crops, crop => logMel[crop.Clip]), Array.ConvertAll(crops, crop => crop.Start), Metadata.Input, inputs);
        return (inputs, Array.ConvertAll(crops, crop => crop.Clip));
    }

    // The label is found before the temperature, which leaves it as it is but could round two of them to the same float.
    private Prediction Answer(IReadOnlyList<float> probabilities)
    {
        var answer = Prediction.Of(Metadata.Classes, probabilities);
        return Metadata.Temperature == 1
            ? answer
            : answer with { Probabilities = [.. TemperatureScaling.Apply(probabilities.Select(p => (double)p), Metadata.Temperature).Select(p => (float)p)] };
    }
}
