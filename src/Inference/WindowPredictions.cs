using EmotionGpu.Features.Audio;

namespace EmotionGpu.Inference;

/// <summary>Predictions of a recording's windows while it is read, in memory for no more than a batch of them.</summary>
internal static class WindowPredictions
{
    /// <summary>Windows in order, not smoothed.</summary>
    /// <param name="model">What predicts.</param>
    /// <param name="path">The recording.</param>
    /// <param name="options">Windows and silence, validated.</param>
    /// <exception cref="AudioFormatException">Thrown while windows are asked for: the recording cannot be read, or no longer.</exception>
    public static IEnumerable<TimelineWindow> Of(EmotionModel model, string path, TimelineOptions options)
    {
        using var stream = RecordingReader.Open(path);
        var reader = new WindowReader(stream, options.WindowSeconds ?? model.Metadata.Input.DurationSeconds, options.HopSeconds);
        // The reader takes from the window before what it has in common with the next, so that one is left alone.
        float[][] memory = [.. Enumerable.Range(0, (int)Math.Min(reader.Count, EmotionModel.BatchSize + 1)).Select(_ => new float[reader.Length])];
        var batch = new List<(long Start, Waveform? Clip)>(EmotionModel.BatchSize);
        for (var (next, more) = (0, true); more; next = (next + 1) % memory.Length)
        {
            var start = reader.Read(memory[next]);
            more = start is not null;
            if (start is { } at)
                batch.Add((at, Silence.In(memory[next], stream.SampleRate, options.SilenceDecibel) ? null : Waveform.FromFloat(stream.SampleRate, memory[next])));
            if (more && batch.Count < EmotionModel.BatchSize)
                continue;

            var predictions = new Queue<Prediction>(model.PredictBatch([.. batch.Select(one => one.Clip).OfType<Waveform>()]));
            foreach (var (first, clip) in batch)
            {
                yield return new TimelineWindow(
                    (double)first / stream.SampleRate, (double)(first + reader.Length) / stream.SampleRate, clip is null ? null : predictions.Dequeue());
            }

            batch.Clear();
        }
    }
}
