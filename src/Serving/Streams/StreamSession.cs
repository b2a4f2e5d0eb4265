using System.Diagnostics;
using System.Net.WebSockets;
using System.Threading.Channels;
using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices;
using EmotionGpu.Inference;
using EmotionGpu.Serving.Api;
using EmotionGpu.Serving.Metrics;

namespace EmotionGpu.Serving.Streams;

/// <summary>
/// One stream from its first message on. Three things go on at once: samples are taken in, windows are predicted one after the other, log-mel columns are made.
/// Who is slow, the client's reading or this machine, loses windows and columns; nobody else waits.
/// </summary>
internal sealed class StreamSession
{
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    private readonly StreamConnection _connection;
    private readonly StreamHello _hello;
    private readonly IReadOnlyList<string> _classes;
    private readonly WindowBatcher _batcher;
    private readonly ServerMetrics _metrics;
    private readonly StreamAudio _audio;
    private readonly LogMelStream? _logMel;
    private readonly Channel<bool> _windowDue = Signal();
    private readonly Channel<bool> _columnsDue = Signal();

    /// <param name="connection">Its first message is read.</param>
    /// <param name="hello">The first message.</param>
    /// <param name="batcher">Predicts.</param>
    /// <param name="classes">The model's.</param>
    /// <param name="features">Makes log-mel columns.</param>
    /// <param name="metrics">Told of windows.</param>
    public StreamSession(StreamConnection connection, StreamHello hello, WindowBatcher batcher, IReadOnlyList<string> classes, IFeatureBackend features, ServerMetrics metrics)
    {
        (_connection, _hello, _batcher, _classes, _metrics) = (connection, hello, batcher, classes, metrics);
        _audio = new StreamAudio(hello.SampleRate, hello.WindowSeconds, hello.HopSeconds);
        _logMel = hello.LogMel ? new LogMelStream(features, hello.SampleRate) : null;
    }

    /// <summary>Runs until the client closes.</summary>
    /// <exception cref="StreamRefusal">The client does what it should not.</exception>
    /// <exception cref="OperationCanceledException">Stopping, or the client does not read.</exception>
    /// <exception cref="WebSocketException">The client has gone without a word.</exception>
    public async Task Run(CancellationToken stopping)
    {
        var listening = Listen(stopping);
        var (windows, columns) = (SendWindows(), SendColumns());
        try
        {
            // The senders end before the listener only when they fail.
            await await Task.WhenAny(listening, windows, columns);
        }
        finally
        {
            _windowDue.Writer.TryComplete();
            _columnsDue.Writer.TryComplete();
        }

        // The client has said goodbye; what it has sent is still answered.
        try
        {
            await Task.WhenAll(windows, columns).WaitAsync(LastWords, stopping);
        }
        catch (TimeoutException)
        {
            // It does not read, or there is too much to do.
        }
    }

    private async Task Listen(CancellationToken stopping)
    {
        while (await _connection.Receive(stopping) is var (type, bytes))
        {
            if (type != WebSocketMessageType.Binary)
                throw new StreamRefusal(WebSocketCloseStatus.InvalidMessageType, "text after the first message: int16 samples as binary messages are wanted; connect again to ask for something else");
            if (bytes.Length % sizeof(short) != 0)
                throw new StreamRefusal(WebSocketCloseStatus.InvalidPayloadData, $"{bytes.Length} bytes: int16 samples, of two bytes each, are wanted");
            if (_audio.Append(bytes.Span, Stopwatch.GetTimestamp()))
                _windowDue.Writer.TryWrite(true);
            if (_logMel?.Append(bytes.Span) == true)
                _columnsDue.Writer.TryWrite(true);
            _metrics.Heard((double)bytes.Length / sizeof(short) / _hello.SampleRate);
            _metrics.Skipped(_audio.TakeSkipped());
        }
    }

    private async Task SendWindows()
    {
        var smoothing = new TrailingSmoothing(_hello.Smoothing, _classes);
        while (await _windowDue.Reader.WaitToReadAsync())
        {
            _ = _windowDue.Reader.TryRead(out _);
            while (_audio.Take() is { } due)
            {
                var samples = Waveform.FromPcm16(_hello.SampleRate, due.Samples);
                var prediction = Silence.In(samples, _hello.SilenceDecibel) ? null : await _batcher.Predict(samples);
                var window = smoothing.Next(new TimelineWindow(due.Start, due.End, prediction));
                await _connection.SendDocument(PredictionDocument.Of(window, _classes));
                _metrics.Done(window.Prediction is null, Stopwatch.GetElapsedTime(due.Arrived));
            }
        }
    }

    private async Task SendColumns()
    {
        while (_logMel is not null && await _columnsDue.Reader.WaitToReadAsync())
        {
            _ = _columnsDue.Reader.TryRead(out _);
            while (_logMel.Take() is { } message)
                await _connection.Send(message);
        }

        // Without columns this ends only with the windows.
        if (_logMel is null)
            await _windowDue.Reader.Completion;
    }

    private static Channel<bool> Signal() => Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
}
