using System.Net;

namespace EmotionGpu.Training.Corpora.Fetching;

/// <summary>What a response means for the bytes that are there.</summary>
internal static class ArchiveResponse
{
    /// <summary>Makes ready for the body: what is there stays for the rest of the same version, and goes for a whole file.</summary>
    /// <param name="response">Its header.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="part">What is there.</param>
    /// <returns>Why its body is of no use although another try may be; null: the body follows.</returns>
    /// <exception cref="FetchException">No other try can be of use.</exception>
    public static Broken? Judge(HttpResponseMessage response, FetchRequest request, PartialArchive part)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                RequireLength(response.Content.Headers.ContentLength, request);
                part.Restart(ValidatorOf(response));
                return null;
            case HttpStatusCode.PartialContent:
                return JudgeRest(response, request, part);
            case HttpStatusCode.RequestedRangeNotSatisfiable:
                part.Restart(null);
                return new Broken("416: the rest is not to be had, so it begins again");
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                return new Broken(Named(response), PauseOf(response));
            case >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest:
                throw new FetchException($"{request.Source}: {Named(response)}: it leads from https to http, or too far; name the address itself with --url");
            default:
                throw new FetchException($"{request.Source}: {Named(response)}; look whether the archive has moved, or name a mirror with --url");
        }
    }

    private static Broken? JudgeRest(HttpResponseMessage response, FetchRequest request, PartialArchive part)
    {
        var range = response.Content.Headers.ContentRange;
        if (range is { Length: { } total })
            RequireLength(total, request);
        // A date says nothing of an ETag, nor the other way round; bytes that do not fit after all have another checksum.
        var isSame = ValidatorOf(response) is not { } validator || validator == part.Validator || validator[0] == '"' != (part.Validator is ['"', ..]);
        if (isSame && range is { Unit: "bytes", From: { } from } && from == part.Length)
            return null;
        part.Restart(null);
        return new Broken(isSame ? $"206: the range '{range}' is not the one that was asked for, so it begins again" : "206: the file there has changed, so it begins again");
    }

    private static void RequireLength(long? found, FetchRequest request)
    {
        if (found is { } length && length != request.Archive.Bytes)
        {
            throw new FetchException($"{request.Source}: the file there has {length} bytes, the archive {request.Archive.Bytes}: it is another one. "
                + "Take another mirror");
        }
    }

    // A weak ETag does not promise the same bytes, and may not stand in If-Range.
    private static string? ValidatorOf(HttpResponseMessage response) => response.Headers.ETag is { IsWeak: false } tag
        ? tag.Tag
        : response.Content.Headers.LastModified?.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    private static TimeSpan? PauseOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date - DateTimeOffset.UtcNow is var left && left > TimeSpan.Zero => left,
        _ => null,
    };

    private static string Named(HttpResponseMessage response) => $"{(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd();
}
