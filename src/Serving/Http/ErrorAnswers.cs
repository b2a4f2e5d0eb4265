using EmotionGpu.Features.Audio;
using Microsoft.AspNetCore.Http;

namespace EmotionGpu.Serving.Http;

/// <summary>Whatever goes wrong with a request becomes a document <c>{"error"}</c> with a fitting status; the server lives on.</summary>
/// <param name="failures">Told of errors that nobody foresaw.</param>
internal sealed class ErrorAnswers(IProgress<Exception>? failures)
{
    /// <summary>Status of a request whose client has gone; nobody sees it but the metrics (as nginx counts it).</summary>
    private const int ClientGone = 499;

    /// <summary>Runs the rest and answers for what it throws.</summary>
    public async Task Handle(HttpContext context, RequestDelegate next)
    {
        var (status, error) = await Run(context, next);
        if (status == ClientGone && !context.Response.HasStarted)
            context.Response.StatusCode = ClientGone;
        else if (error is not null && !context.Response.HasStarted)
            await ApiJson.WriteError(context, status, error);
    }

    private async Task<(int Status, string? Error)> Run(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
            var status = context.Response.StatusCode;
            return (status, status >= 400 && context.Response.ContentType is null ? Describe(context) : null);
        }
        catch (RefusalException refusal)
        {
            return (refusal.Status, refusal.Message);
        }
        catch (BadHttpRequestException error)
        {
            return (error.StatusCode, error.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => $"the body is too large: {error.Message.TrimEnd('.')}; send a shorter recording",
                StatusCodes.Status408RequestTimeout => "the body came too slowly; send it faster, or send a shorter recording",
                _ => error.Message,
            });
        }
        catch (Exception error) when (context.RequestAborted.IsCancellationRequested && error is OperationCanceledException or IOException and not AudioFormatException)
        {
            return (ClientGone, null);
        }
        catch (Exception error)
        {
            // The boundary of a request: nothing above could handle it, and the others must go on.
            failures?.Report(error);
            return (StatusCodes.Status500InternalServerError, "an error of the server that nobody foresaw; its owner finds it on the server's screen");
        }
    }

    private static string Describe(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => "there is no such page; docs/api.md says what there is",
        StatusCodes.Status405MethodNotAllowed => $"{context.Request.Method} is not for this page; Allow says what is",
        var status => $"status {status}",
    };
}
