using EmotionGpu.Features.Audio;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Training.Reports.Timelines;

/// <summary>
/// A recording as a picture shows it: waveform and log-mel in so many columns, however long it is. It is read in pieces, each with its own log-mel, so that
/// memory does not grow with it.
/// </summary>
public sealed class RecordingOverview
{
    /// <summary>Columns at most: more than a picture has pixels for.</summary>
    public const int MaxColumns = 1600;

    private const int PieceSeconds = 30;

    private RecordingOverview(double seconds, int samples) => (Seconds, Low, High) = (seconds, new float[samples], new float[samples]);

    /// <summary>The recording's length.</summary>
    public double Seconds { get; }

    /// <summary>The lowest sample of each column, full scale 1, [column].</summary>
    public float[] Low { get; }

    /// <summary>The highest sample of each column, as many.</summary>
    public float[] High { get; }

    /// <summary>The loudest value of each column, dB, [mel, column]; its columns are as many or fewer.</summary>
    public float[,] LogMel { get; private set; } = new float[0, 0];

    /// <summary>Reads a recording.</summary>
    /// <param name="path">The file.</param>
    /// <param name="logMel">Makes the log-mel of a piece.</param>
    /// <exception cref="AudioFormatException">It cannot be read.</exception>
    public static RecordingOverview Read(string path, Func<Waveform, LogMelClip> logMel)
    {
        using var stream = RecordingReader.Open(path);
        var overview = new RecordingOverview((double)stream.Length / stream.SampleRate, (int)Math.Min(MaxColumns, stream.Length));
        Array.Fill(overview.Low, float.PositiveInfinity);
        Array.Fill(overview.High, float.NegativeInfinity);
        var piece = new float[Math.Min(stream.Length, PieceSeconds * stream.SampleRate)];
        for (var start = 0L; start < stream.Length; start = stream.Position)
        {
            var samples = piece.AsMemory(0, stream.Read(piece));
            overview.AddSamples(samples.Span, start, stream.Length);
            overview.AddLogMel(logMel(Waveform.FromFloat(stream.SampleRate, samples)), start, samples.Length, stream.Length);
        }

        overview.FillGaps();
        return overview;
    }

    private void AddSamples(ReadOnlySpan<float> samples, long start, long length)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            var column = (int)((start + i) * Low.Length / length);
            Low[column] = Math.Min(Low[column], samples[i]);
            High[column] = Math.Max(High[column], samples[i]);
        }
    }

    private void AddLogMel(LogMelClip clip, long start, int samples, long length)
    {
        // The first piece says how many columns there is something for; no other has more frames.
        if (start == 0)
            LogMel = Empty(clip.Mels, (int)Math.Min(MaxColumns, Math.Max(1, (double)clip.Frames * length / samples)));
        var values = clip.Values.Span;
        var columns = LogMel.GetLength(1);
        for (var frame = 0; frame < clip.Frames; frame++)
        {
            var place = (start + (double)frame / clip.Frames * samples) / length;
            var column = Math.Min(columns - 1, (int)(place * columns));
            for (var mel = 0; mel < clip.Mels; mel++)
                LogMel[mel, column] = Math.Max(LogMel[mel, column], (float)values[mel * clip.Frames + frame]);
        }
    }

    // Where rounding has left a column without a frame, it looks like the one before.
    private void FillGaps()
    {
        for (var mel = 0; mel < LogMel.GetLength(0); mel++)
        {
            for (var column = 1; column < LogMel.GetLength(1); column++)
            {
                if (float.IsNegativeInfinity(LogMel[mel, column]))
                    LogMel[mel, column] = LogMel[mel, column - 1];
            }
        }
    }

    private static float[,] Empty(int mels, int columns)
    {
        var values = new float[mels, columns];
        for (var mel = 0; mel < mels; mel++)
        {
            for (var column = 0; column < columns; column++)
                values[mel, column] = float.NegativeInfinity;
        }

        return values;
    }
}
