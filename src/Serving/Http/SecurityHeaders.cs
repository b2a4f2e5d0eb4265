using Microsoft.AspNetCore.Http;

namespace EmotionGpu.Serving.Http;

/// <summary>Headers of every answer: a page may load from this server alone, runs no inline script, and stands in no other page's frame.</summary>
internal static class SecurityHeaders
{
    private const string Page = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self' blob:; "
        + "media-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /// <summary>A report has its style and pictures inside and needs nothing else; in its sandbox no script would run.</summary>
    private const string Report = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox";

    /// <summary>Sets them.</summary>
    public static void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Page;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "microphone=(self), camera=(), geolocation=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Embedder-Policy"] = "require-corp";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.XFrameOptions = "DENY";
    }

    /// <summary>Sets those of a report in place of a page's.</summary>
    public static void SetForReport(HttpContext context) => context.Response.Headers.ContentSecurityPolicy = Report;
}
