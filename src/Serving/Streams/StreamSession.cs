using System.Diagnostics;
using System.Net.WebSockets;
using System.Threading.Channels;
using EmotionGpu.Features.Audio;
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
    /// <param name="logMel">Makes log-mel columns; null: none are wanted.</param>
    /// <param name="metrics">Told of windows.</param>
    public StreamSession(StreamConnection connection, StreamHello hello, WindowBatcher batcher, IReadOnlyList<string> classes, LogMelStream? logMel, ServerMetrics metrics)
    {
        (_connection, _hello, _batcher, _classes, _logMel, _metrics) = (connection, hello, batcher, classes, logMel, metrics);
        _audio = new StreamAudio(hello.SampleRate, hello.WindowSeconds, hello.HopSeconds);
    }

    /// <summary>Runs until the client closes; nothing of it goes on behind the call.</summary>
    /// <exception cref="StreamRefusal">The client does what it should not.</exception>
    /// <exception cref="OperationCanceledException">Stopping, or the client does not read.</exception>
    /// <exception cref="WebSocketException">The client has gone without a word.</exception>
    public async Task Run(CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Task listening = Listen(ending.Token), windows = SendWindows(ending.Token), columns = SendColumns(ending.Token);
        try
        {
            // The senders end before the listener only when they fail.
            await await Task.WhenAny(listening, windows, columns);

            // The client has said goodbye; what it has sent is still answered.
            NothingMoreComes();
            await Task.WhenAll(windows, columns).WaitAsync(LastWords, stopping);
        }
        catch (TimeoutException)
        {
            // It does not read, or there is too much to do.
        }
        finally
        {
            NothingMoreComes();
            await End(ending, Task.WhenAll(listening, windows, columns));
        }
    }

    private void NothingMoreComes()
    {
        _windowDue.Writer.TryComplete();
        _columnsDue.Writer.TryComplete();
    }

    // What is being sent may go out, so that a reason can follow; a client that does not take it is cut off.
    private async Task End(CancellationTokenSource ending, Task everything)
    {
        await ending.CancelAsync();
        _ = await Task.WhenAny(everything, Task.Delay(LastWords));
        if (!everything.IsCompleted)
            _connection.CutOff();
        await everything.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task Listen(CancellationToken ending)
    {
        while (await _connection.Receive(ending) is var (type, bytes))
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

    private async Task SendWindows(CancellationToken ending)
    {
        var smoothing = new TrailingSmoothing(_hello.Smoothing, _classes);
        while (await _windowDue.Reader.WaitToReadAsync(ending))
        {
            _ = _windowDue.Reader.TryRead(out _);
            while (_audio.Take() is { } due)
            {
                ending.ThrowIfCancellationRequested();
                var samples = Waveform.FromPcm16(_hello.SampleRate, due.Samples);
                var prediction = Silence.In(samples, _hello.SilenceDecibel) ? null : await _batcher.Predict(samples);
                var window = smoothing.Next(new TimelineWindow(due.Start, due.End, prediction));
                await _connection.SendDocument(PredictionDocument.Of(window, _classes));
                _metrics.Done(window.Prediction is null, Stopwatch.GetElapsedTime(due.Arrived));
            }
        }
    }

    private async Task SendColumns(CancellationToken ending)
    {
        while (_logMel is not null && await _columnsDue.Reader.WaitToReadAsync(ending))
        {
            _ = _columnsDue.Reader.TryRead(out _);
            while (_logMel.Take() is { } message)
            {
                ending.ThrowIfCancellationRequested();
                await _connection.Send(message);
            }
        }

        // Without columns this ends only with the windows.
        if (_logMel is null)
            await _windowDue.Reader.Completion;
    }

    private static Channel<bool> Signal() => Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
}
