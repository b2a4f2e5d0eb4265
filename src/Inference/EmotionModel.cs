using System.Runtime.InteropServices;
using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.LogMel;
using Microsoft.ML.OnnxRuntime;

namespace EmotionGpu.Inference;

/// <summary>
/// A trained model at work: reads the network out of <c>model.zip</c> and runs it with ONNX Runtime in batches. Thread-safe; calls that
/// take a feature backend must not overlap with other calls on the same backend.
/// </summary>
public sealed class EmotionModel : IDisposable
{
    /// <summary>Clips a run of the network: more is not faster on a CPU, and takes memory.</summary>
    private const int BatchSize = 32;

    /// <summary>Samples that <see cref="PredictFiles"/> reads ahead, 256 MB as float32.</summary>
    private const long MaxSamplesInMemory = 1 << 26;

    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();

    private EmotionModel(InferenceSession session, ModelMetadata metadata)
    {
        _session = session;
        Metadata = metadata;
        Frames = metadata.Input.Frames(metadata.LogMel);
    }

    /// <summary>Classes, front end and crop.</summary>
    public ModelMetadata Metadata { get; }

    /// <summary>Frames of the network's input, T.</summary>
    public int Frames { get; }

    /// <summary>float32 values of one clip's network input, mels·T.</summary>
    public int ValuesPerClip => Metadata.LogMel.NMels * Frames;

    /// <summary>Reads a model.</summary>
    /// <param name="path">A <c>model.zip</c>.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="ModelFormatException">Not a model of this program and version.</exception>
    public static EmotionModel Load(string path)
    {
        var onnx = ModelArchive.ReadOnnx(path);
        InferenceSession session;
        try
        {
            using var options = new SessionOptions();
            session = new InferenceSession(onnx, options);
        }
        catch (OnnxRuntimeException error)
        {
            throw new ModelFormatException(path, $"ONNX Runtime cannot read its network ({error.Message}). {ModelArchive.Damaged}", error);
        }

        try
        {
            return new EmotionModel(session, NetworkContract.Check(session, path));
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Probabilities of clips whose network input is there already.</summary>
    /// <param name="inputs">float32 [clip, mel, T], standardised: a whole number of times <see cref="ValuesPerClip"/> values.</param>
    /// <returns>One prediction a clip.</returns>
    /// <exception cref="ArgumentException">Not a whole number of clips.</exception>
    public IReadOnlyList<Prediction> Predict(ReadOnlyMemory<float> inputs)
    {
        if (inputs.Length % ValuesPerClip != 0)
        {
            throw new ArgumentException(
                $"{inputs.Length} values: a multiple of {ValuesPerClip} ({Metadata.LogMel.NMels} mels, {Frames} frames) was wanted", nameof(inputs));
        }

        var predictions = new List<Prediction>(inputs.Length / ValuesPerClip);
        for (var start = 0; start < inputs.Length; start += BatchSize * ValuesPerClip)
            predictions.AddRange(Run(inputs.Slice(start, Math.Min(BatchSize * ValuesPerClip, inputs.Length - start))).Select(Answer));
        return predictions;
    }

    /// <summary>
    /// Probabilities of recordings, each the mean over <see cref="ModelMetadata.Crops"/> crops at the model's temperature: the log-mel as it is cached (rounded to float16),
    /// then <see cref="NetworkInputs.Crops"/> from <see cref="InputOptions.CropStarts"/> on, exactly as a run scores its validation and test clips. What lies outside the crops is not heard.
    /// </summary>
    /// <param name="clips">Any rates and lengths; none empty.</param>
    /// <param name="backend">Made for <see cref="ModelMetadata.LogMel"/>; not disposed.</param>
    /// <returns>One prediction a clip.</returns>
    /// <exception cref="ArgumentException">The backend was made for another front end.</exception>
    public IReadOnlyList<Prediction> Predict(IReadOnlyList<Waveform> clips, IFeatureBackend backend)
    {
        RequireFrontEnd(backend);
        var predictions = new List<Prediction>(clips.Count);
        for (var start = 0; start < clips.Count; start += BatchSize)
            predictions.AddRange(PredictBatch([.. clips.Skip(start).Take(BatchSize)], backend));
        return predictions;
    }

    /// <summary>As <see cref="Predict(IReadOnlyList{Waveform}, IFeatureBackend)"/>, from files, a batch of them in memory at a time.</summary>
    /// <param name="paths">Recordings.</param>
    /// <param name="backend">Made for <see cref="ModelMetadata.LogMel"/>; not disposed.</param>
    /// <returns>One for each path, in their order; a recording that cannot be read is refused with the reason.</returns>
    /// <exception cref="ArgumentException">The backend was made for another front end.</exception>
    public IEnumerable<FilePrediction> PredictFiles(IEnumerable<string> paths, IFeatureBackend backend)
    {
        var batch = new List<(string Path, Waveform? Clip, string? Reason)>();
        var samples = 0L;
        foreach (var path in paths)
        {
            var (clip, reason) = TryRead(path);
            batch.Add((path, clip, reason));
            samples += clip?.Length ?? 0;
            if (batch.Count < BatchSize && samples < MaxSamplesInMemory)
                continue;

            foreach (var prediction in PredictRead(batch, backend))
                yield return prediction;
            batch.Clear();
            samples = 0;
        }

        foreach (var prediction in PredictRead(batch, backend))
            yield return prediction;
    }

    /// <summary>
    /// Predictions of a recording's windows, each as if it were a recording of its own, in memory that does not grow with the recording: of no more than
    /// 32 windows at a time.
    /// </summary>
    /// <param name="path">The recording.</param>
    /// <param name="options">Windows, smoothing, silence.</param>
    /// <param name="backend">Made for <see cref="ModelMetadata.LogMel"/>; not disposed.</param>
    /// <returns>Windows in order, each as soon as it and those that it is smoothed with are known; one at least.</returns>
    /// <exception cref="AudioFormatException">Thrown while windows are asked for: the recording cannot be read, or no longer.</exception>
    /// <exception cref="ArgumentException">An option is out of range, or the backend was made for another front end.</exception>
    public IEnumerable<TimelineWindow> Timeline(string path, TimelineOptions options, IFeatureBackend backend)
    {
        RequireFrontEnd(backend);
        var windows = Windows(path, options.Validate(), backend);
        return options.Smoothing == 1 ? windows : Inference.Timeline.Smooth(windows, options.Smoothing, Metadata.Classes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _runOptions.Dispose();
        _session.Dispose();
    }

    private void RequireFrontEnd(IFeatureBackend backend)
    {
        if (backend.Options.Hash != Metadata.LogMel.Hash)
            throw new ArgumentException("the backend was made for another front end than the model's; make it from Metadata.LogMel", nameof(backend));
    }

    private IEnumerable<TimelineWindow> Windows(string path, TimelineOptions options, IFeatureBackend backend)
    {
        using var stream = RecordingStream.Open(path);
        var reader = new WindowReader(stream, options.WindowSeconds ?? Metadata.Input.DurationSeconds, options.HopSeconds);
        // The reader takes from the window before what it has in common with the next, so that one is left alone.
        float[][] memory = [.. Enumerable.Range(0, (int)Math.Min(reader.Count, BatchSize + 1)).Select(_ => new float[reader.Length])];
        var batch = new List<(long Start, Waveform? Clip)>(BatchSize);
        for (var (next, more) = (0, true); more; next = (next + 1) % memory.Length)
        {
            var start = reader.Read(memory[next]);
            more = start is not null;
            if (start is { } at)
                batch.Add((at, Silence.In(memory[next], stream.SampleRate, options.SilenceDecibel) ? null : Waveform.FromFloat(stream.SampleRate, memory[next])));
            if (more && batch.Count < BatchSize)
                continue;

            var predictions = new Queue<Prediction>(PredictBatch([.. batch.Select(one => one.Clip).OfType<Waveform>()], backend));
            foreach (var (first, clip) in batch)
            {
                yield return new TimelineWindow(
                    (double)first / stream.SampleRate, (double)(first + reader.Length) / stream.SampleRate, clip is null ? null : predictions.Dequeue());
            }

            batch.Clear();
        }
    }

    private IEnumerable<FilePrediction> PredictRead(List<(string Path, Waveform? Clip, string? Reason)> batch, IFeatureBackend backend)
    {
        var predictions = new Queue<Prediction>(Predict([.. batch.Select(one => one.Clip).OfType<Waveform>()], backend));
        return batch.Select(one => new FilePrediction(one.Path, one.Clip is null ? null : predictions.Dequeue(), one.Reason));
    }

    private static (Waveform? Clip, string? Reason) TryRead(string path)
    {
        try
        {
            return (WavReader.Read(path), null);
        }
        catch (AudioFormatException error)
        {
            return (null, error.Problem);
        }
    }

    /// <summary>Predictions of at most <see cref="BatchSize"/> clips; each crop is a row of the network's input.</summary>
    private IEnumerable<Prediction> PredictBatch(Waveform[] clips, IFeatureBackend backend)
    {
        var logMel = backend.Clips(clips);
        var crops = logMel.SelectMany(
            (clip, i) => InputOptions.CropStarts(clip.Frames, Frames, Metadata.Crops).Select(start => (Clip: i, Start: start))).ToArray();
        var probabilities = new List<float[]>(crops.Length);
        foreach (var rows in crops.Chunk(BatchSize))
        {
            var input = new float[rows.Length * ValuesPerClip];
            var (ofRows, starts) = (Array.ConvertAll(rows, row => logMel[row.Clip]), Array.ConvertAll(rows, row => row.Start));
            backend.Crops(ofRows, starts, Metadata.Input, input);
            probabilities.AddRange(Run(input));
        }

        return crops.Zip(probabilities).GroupBy(pair => pair.First.Clip, pair => pair.Second).Select(ofClip => Answer(Mean([.. ofClip])));
    }

    /// <summary>Mean probabilities of crops, or of windows.</summary>
    internal static IReadOnlyList<float> Mean(IReadOnlyList<IReadOnlyList<float>> rows) => rows.Count == 1
        ? rows[0]
        : [.. Enumerable.Range(0, rows[0].Count).Select(i => (float)rows.Average(row => (double)row[i]))];

    /// <summary>The class with the largest probability, the first of several.</summary>
    internal static string MostProbable(IReadOnlyList<string> classes, IReadOnlyList<float> probabilities) =>
        classes[probabilities.Index().MaxBy(probability => probability.Item).Index];

    // The label is found before the temperature, which leaves it as it is but could round two of them to the same float.
    private Prediction Answer(IReadOnlyList<float> probabilities) => new(
        MostProbable(Metadata.Classes, probabilities),
        Metadata.Temperature == 1
            ? probabilities
            : [.. TemperatureScaling.Apply(probabilities.Select(p => (double)p), Metadata.Temperature).Select(p => (float)p)]);

    /// <param name="inputs">[clip, mel, T] of at most <see cref="BatchSize"/> clips or crops.</param>
    /// <returns>Probabilities of each, [class].</returns>
    private float[][] Run(ReadOnlyMemory<float> inputs)
    {
        long[] shape = [inputs.Length / ValuesPerClip, 1, Metadata.LogMel.NMels, Frames];
        using var input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, MemoryMarshal.AsMemory(inputs), shape);
        using var outputs = _session.Run(_runOptions, [ModelMetadata.InputName], [input], [ModelMetadata.ProbabilityName]);
        return [.. outputs[0].GetTensorDataAsSpan<float>().ToArray().Chunk(Metadata.Classes.Count)];
    }
}
