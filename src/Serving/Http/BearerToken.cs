using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace EmotionGpu.Serving.Http;

/// <summary>
/// What clients show where a token is wanted: <c>Authorization: Bearer T</c>; browsers' WebSockets, which cannot send that, the protocol <c>bearer.T</c>. A report, which a link
/// opens, has a key of its own in its address that is made of the token and opens that report alone.
/// </summary>
/// <param name="token">Null: nothing is wanted.</param>
internal sealed class BearerToken(string? token)
{
    private const string Scheme = "Bearer ";
    private const string ProtocolPrefix = "bearer.";

    /// <summary>What a report's address has behind the question mark; empty without a token.</summary>
    /// <param name="run">The run's name.</param>
    public string KeyQuery(string run) => token is null ? "" : $"?key={KeyOf(run, token)}";

    /// <summary>Lets in who shows the token.</summary>
    /// <exception cref="RefusalException">401: it is missing or another.</exception>
    public void Require(HttpContext context)
    {
        if (token is null || Shown(context.Request) is { } shown && AreEqual(shown, token))
            return;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        throw new RefusalException(StatusCodes.Status401Unauthorized,
            "no token, or another: send 'Authorization: Bearer TOKEN' with the one that the server printed, as a WebSocket the protocols 'emotion' and 'bearer.TOKEN'");
    }

    /// <summary>Lets in who shows the token, or the key of a report.</summary>
    /// <exception cref="RefusalException">401: both are missing or others.</exception>
    public void RequireFor(string run, HttpContext context)
    {
        if (token is null || !AreEqual(context.Request.Query["key"].ToString(), KeyOf(run, token)))
            Require(context);
    }

    private static string? Shown(HttpRequest request)
    {
        if (request.Headers.Authorization.ToString() is { Length: > 0 } header)
            return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
        return request.HttpContext.WebSockets.WebSocketRequestedProtocols
            .FirstOrDefault(protocol => protocol.StartsWith(ProtocolPrefix, StringComparison.Ordinal))?[ProtocolPrefix.Length..];
    }

    private static string KeyOf(string run, string token) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(run)))[..32];

    // Hashes have one length, and are compared in a time that says nothing of where they differ.
    private static bool AreEqual(string shown, string wanted) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(shown)), SHA256.HashData(Encoding.UTF8.GetBytes(wanted)));
}
