namespace EmotionGpu.Training.Corpora.Fetching;

/// <summary>
/// Gets an archive's bytes over HTTP. A try that breaks off is followed by another, which asks for the rest (Range) of the same version
/// (If-Range); whatever answers with the whole file instead is taken from its beginning.
/// </summary>
internal sealed class ArchiveDownload(FetchRequest request, PartialArchive part, IProgress<FetchEvent>? progress) : IDisposable
{
    private const int BlockBytes = 1 << 16;
    private const long ReportEvery = 1 << 20;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    // Timeouts are ours: the client's own would end a long download.
    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = request.Stall, MaxAutomaticRedirections = 5 })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Goes on until every byte is there.</summary>
    /// <exception cref="FetchException">The archive is not to be had there, or too many tries broke off.</exception>
    public async Task Run(CancellationToken cancellation)
    {
        for (var retries = 0; part.Length != request.Archive.Bytes; retries++)
        {
            if (await Try(cancellation) is not { } broken)
                return;
            if (retries == request.Retries)
            {
                throw new FetchException($"{request.Source}: {broken.Reason}; {retries + 1} tries brought {part.Length} of {request.Archive.Bytes} bytes. "
                    + "What came is kept: the same command goes on, --url takes a mirror");
            }

            var pause = broken.Pause ?? request.FirstPause * Math.Pow(2, retries);
            pause = pause < LongestPause ? pause : LongestPause;
            progress?.Report(new FetchEvent.BrokeOff(broken.Reason, pause));
            await Task.Delay(pause, cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>One request; null: every byte is there.</summary>
    private async Task<Broken?> Try(CancellationToken cancellation)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stall.CancelAfter(request.Stall);
        try
        {
            using var response = await _http.SendAsync(Request(), HttpCompletionOption.ResponseHeadersRead, stall.Token);
            if (ArchiveResponse.Judge(response, request, part) is { } broken)
                return broken;
            await Receive(response, stall);
            return part.Length == request.Archive.Bytes ? null : new Broken($"the answer ended after {part.Length} of {request.Archive.Bytes} bytes");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new Broken(FormattableString.Invariant($"nothing came for {request.Stall.TotalSeconds:0.#} s"));
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return new Broken(error.Message.ReplaceLineEndings(" ").TrimEnd('.'));
        }
    }

    private HttpRequestMessage Request()
    {
        var message = new HttpRequestMessage(HttpMethod.Get, request.Source);
        message.Headers.TryAddWithoutValidation("User-Agent", "EmotionGpu");
        message.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        if (part.Length > 0 && part.Length < request.Archive.Bytes && part.Validator is { } validator)
        {
            message.Headers.TryAddWithoutValidation("Range", $"bytes={part.Length}-");
            message.Headers.TryAddWithoutValidation("If-Range", validator);
        }

        return message;
    }

    private async Task Receive(HttpResponseMessage response, CancellationTokenSource stall)
    {
        await using var body = await response.Content.ReadAsStreamAsync(stall.Token);
        part.BeginResponse();
        var block = new byte[BlockBytes];
        for (var reported = 0L; ;)
        {
            stall.CancelAfter(request.Stall);
            var count = await body.ReadAsync(block, stall.Token);
            if (count == 0)
                break;
            if (part.Length + count > request.Archive.Bytes)
            {
                part.Restart(null);
                throw new FetchException($"{request.Source}: more than the {request.Archive.Bytes} bytes of the archive came; it is another file. Take another mirror");
            }

            part.Append(block.AsMemory(0, count));
            if (part.Length - reported >= ReportEvery)
                progress?.Report(new FetchEvent.Downloading(reported = part.Length, request.Archive.Bytes));
        }
    }
}

/// <summary>A try that broke off.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Pause">How long the server asks to wait; null: it does not.</param>
internal sealed record Broken(string Reason, TimeSpan? Pause = null);
