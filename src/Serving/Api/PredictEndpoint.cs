using EmotionGpu.Features.Audio;
using EmotionGpu.Inference;
using EmotionGpu.Serving.Http;
using EmotionGpu.Serving.Metrics;
using Microsoft.AspNetCore.Http;

namespace EmotionGpu.Serving.Api;

/// <summary><c>POST /api/predict</c>: a recording in, a document out.</summary>
/// <param name="model">What answers.</param>
/// <param name="options">Where uploads lie, and what is refused.</param>
/// <param name="metrics">Told of what was heard.</param>
/// <param name="stopping">Ends what is at work.</param>
internal sealed class PredictEndpoint(EmotionModel model, ServerOptions options, ServerMetrics metrics, CancellationToken stopping) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ServerLimits _limits = options.Limits;
    private readonly SemaphoreSlim _free = new(options.Limits.MaxUploads);

    /// <summary>Answers.</summary>
    /// <exception cref="RefusalException">400, 408, 413, 415, 422, 429, 503, 507.</exception>
    public async Task Handle(HttpContext context)
    {
        var query = PredictQuery.Read(context.Request.Query);
        if (!await _free.WaitAsync(0))
        {
            context.Response.Headers.RetryAfter = "1";
            throw new RefusalException(StatusCodes.Status429TooManyRequests, $"{_limits.MaxUploads} uploads are at work, which is all that there may be; try again in a second");
        }

        try
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
            await using var upload = await Receive(context, ending.Token);
            // A thread of its own: the pool's few are for what waits, not for what computes.
            var document = await Task.Factory.StartNew(
                () => Document(upload.Path, query, ending.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await ApiJson.Write(context, document);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            throw new RefusalException(StatusCodes.Status503ServiceUnavailable, "the server is ending; send the recording again when it is back");
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Waits for what is at work, which lets go of the model and deletes its recording.</summary>
    public void Dispose()
    {
        for (var i = 0; i < _limits.MaxUploads && _free.Wait(Patience); i++)
        {
        }

        _free.Dispose();
    }

    private async Task<SpooledUpload> Receive(HttpContext context, CancellationToken ending)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(ending);
        late.CancelAfter(TimeSpan.FromSeconds(_limits.MaxBodySeconds));
        try
        {
            return await SpooledUpload.Receive(context.Request, options.SpoolFolder, late.Token);
        }
        catch (OperationCanceledException) when (!ending.IsCancellationRequested)
        {
            throw new RefusalException(StatusCodes.Status408RequestTimeout,
                FormattableString.Invariant($"the body was not here within {_limits.MaxBodySeconds} s; send it faster, or send a shorter recording"));
        }
    }

    private object Document(string path, PredictQuery query, CancellationToken cancellation)
    {
        try
        {
            var seconds = Seconds(path, query.Timeline, cancellation);
            cancellation.ThrowIfCancellationRequested();
            var prediction = model.Predict(path);
            var classes = model.Metadata.Classes;
            var probabilities = PredictionDocument.MostProbable(classes, prediction, query.Top);
            metrics.Predicted(seconds);
            if (query.Timeline is null)
                return new { prediction.Label, prediction.Entropy, probabilities, seconds };
            object[] windows = [.. model.Timeline(path, query.Timeline).Select(window =>
            {
                cancellation.ThrowIfCancellationRequested();
                return PredictionDocument.Of(window, classes, query.Top);
            })];
            return new { prediction.Label, prediction.Entropy, probabilities, seconds, windows };
        }
        catch (AudioFormatException error)
        {
            throw new RefusalException(StatusCodes.Status422UnprocessableEntity, error.Problem.Replace(path, "the recording", StringComparison.Ordinal));
        }
    }

    private double Seconds(string path, TimelineOptions? timeline, CancellationToken cancellation)
    {
        using var recording = RecordingReader.Open(path, _limits.MaxSamples, cancellation);
        if (recording.Length > _limits.MaxSamples)
        {
            throw new RefusalException(StatusCodes.Status413PayloadTooLarge,
                $"more than {_limits.MaxSamples} samples, which is {_limits.MaxSeconds} s at {ServerLimits.OrdinaryRate} a second: cut the recording, or send it at a lower rate");
        }

        var seconds = (double)recording.Length / recording.SampleRate;
        if (seconds > _limits.MaxSeconds)
        {
            throw new RefusalException(StatusCodes.Status413PayloadTooLarge,
                FormattableString.Invariant($"{seconds:F1} s of audio: up to {_limits.MaxSeconds} are taken; cut the recording"));
        }

        if (timeline is not null && seconds / timeline.HopSeconds > _limits.MaxWindows)
        {
            throw new RefusalException(StatusCodes.Status400BadRequest,
                FormattableString.Invariant($"{seconds / timeline.HopSeconds:F0} windows: up to {_limits.MaxWindows} are made; take a longer hop"));
        }

        return seconds;
    }
}
