using System.IO.Hashing;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticFiles;

namespace EmotionGpu.Serving.Pages;

/// <summary>The page's files, which lie in the assembly. Anybody may read them: they hold nothing.</summary>
internal sealed class EmbeddedPages
{
    private const string Prefix = "wwwroot/";

    private readonly Dictionary<string, Page> _pages = [];

    public EmbeddedPages()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var types = new FileExtensionContentTypeProvider();
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            var name = resource[Prefix.Length..].Replace('\\', '/');
            if (!types.TryGetContentType(name, out var type))
                type = "application/octet-stream";
            _pages["/" + name] = new Page(bytes, IsText(type) ? type + "; charset=utf-8" : type, $"\"{XxHash128.HashToUInt128(bytes):x32}\"");
        }

        _pages["/"] = _pages["/index.html"];
        _pages["/runs"] = _pages["/runs.html"];
    }

    /// <summary>Adds a route for each file, and the two that stand for pages.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (path, page) in _pages)
            routes.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], context => Answer(context, page));
    }

    // With the file, or that the browser has it already.
    private static async Task Answer(HttpContext context, Page page)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.ETag = page.Tag;
        // It may be kept, but a newer program has a newer one: ask.
        response.Headers.CacheControl = "no-cache";
        if (request.Headers.IfNoneMatch.ToString().Split(',', StringSplitOptions.TrimEntries).Contains(page.Tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = page.Type;
        response.ContentLength = page.Bytes.Length;
        if (!HttpMethods.IsHead(request.Method))
            await response.Body.WriteAsync(page.Bytes, context.RequestAborted);
    }

    private static bool IsText(string type) => type.StartsWith("text/", StringComparison.Ordinal) || type is "application/json" or "application/javascript";

    private sealed record Page(byte[] Bytes, string Type, string Tag);
}
