using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace EmotionGpu.Serving.Http;

/// <summary>
/// Keeps pages of other sites out, which a browser on this machine would let in: a request that does something, a WebSocket included, must come from this server's own page
/// or an allowed one; and a server on the loopback answers to no name but its own, so that no other site's name can be pointed at it (DNS rebinding).
/// </summary>
internal sealed class OriginCheck
{
    private readonly HashSet<string> _origins;
    private readonly HashSet<string>? _hosts;

    public OriginCheck(ServerOptions options)
    {
        _origins = new HashSet<string>(options.AllowedOrigins, StringComparer.OrdinalIgnoreCase);
        if (!options.IsLoopback)
            return;
        string[] hosts = ["localhost", "127.0.0.1", "[::1]", options.Host, .. options.AllowedOrigins.Select(origin => new Uri(origin).Host)];
        _hosts = new HashSet<string>(hosts, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Runs the rest if the request may be answered.</summary>
    /// <exception cref="RefusalException">403: it comes from elsewhere.</exception>
    public Task Handle(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (_hosts is not null && !_hosts.Contains(request.Host.Host))
        {
            throw new RefusalException(StatusCodes.Status403Forbidden,
                $"host '{request.Host.Host}': this server answers to {string.Join(", ", _hosts)}; --allow-origin adds a name");
        }

        var origin = request.Headers.Origin;
        if (StringValues.IsNullOrEmpty(origin))
            return next(context);
        if (_origins.Contains(origin.ToString()))
            return HandleAllowed(context, origin.ToString(), next);
        // What only reads is kept from other sites' scripts by the browser itself.
        var reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if ((!reads || context.WebSockets.IsWebSocketRequest) && !IsOwn(origin.ToString(), request.Host))
        {
            throw new RefusalException(StatusCodes.Status403Forbidden,
                $"origin '{origin}': only pages of {request.Host} may do this; --allow-origin lets in others");
        }

        return next(context);
    }

    // A proxy in front may speak https.
    private static bool IsOwn(string origin, HostString host) =>
        string.Equals(origin, $"http://{host}", StringComparison.OrdinalIgnoreCase) || string.Equals(origin, $"https://{host}", StringComparison.OrdinalIgnoreCase);

    // CORS (fetch.spec.whatwg.org): the answer says that the other origin's scripts may read it, and to OPTIONS what they may send.
    private static Task HandleAllowed(HttpContext context, string origin, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.Vary = "Origin";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        if (!HttpMethods.IsOptions(context.Request.Method))
            return next(context);
        headers.AccessControlAllowMethods = "GET, POST";
        headers.AccessControlAllowHeaders = "authorization, content-type";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
