using System.Net;

namespace EmotionGpu.Serving;

/// <summary>Where a server listens, whom it answers, and what it takes.</summary>
public sealed record ServerOptions
{
    private (string Host, IPAddress Address)? _resolved;

    /// <summary>Name or address of this machine to listen at.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Port, 0 to 65,535; 0: any that is free.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>
    /// What clients must show: 8 to 200 letters, digits and <c>._~-</c>, which fit into a link and into a WebSocket's protocol. Null: nothing, which is for the loopback
    /// alone.
    /// </summary>
    public string? Token { get; init; }

    /// <summary>Origins besides the server's own whose pages may use it, as browsers write them: <c>https://name:port</c>, no slash at the end.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Folder of run folders that are listed; null: none.</summary>
    public string? RunsFolder { get; init; }

    /// <summary>Folder in which uploads lie while they are worked on; it must be there.</summary>
    public string SpoolFolder { get; init; } = Path.GetTempPath();

    /// <summary>What is refused.</summary>
    public ServerLimits Limits { get; init; } = new();

    /// <summary>The address that <see cref="Host"/> stands for: looked up once, so that what was checked is what is listened at.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public IPAddress Address()
    {
        if (_resolved?.Host != Host)
            _resolved = (Host, Resolve(Host));
        return _resolved.Value.Address;
    }

    /// <summary>Whether only this machine can reach the server.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Address());

    /// <summary>Checks the values.</summary>
    /// <returns>This record.</returns>
    /// <exception cref="ArgumentException">A value is out of range, or the token is missing.</exception>
    public ServerOptions Validate()
    {
        _ = Limits.Validate();
        _ = Address();
        if (Port is < 0 or > 65_535)
            throw new ArgumentException($"port {Port}: 0 to 65535 is supported");
        if (Token is null && !IsLoopback)
            throw new ArgumentException($"host {Host} is reached from other machines: a token is wanted");
        if (Token is not null && !IsToken(Token))
            throw new ArgumentException("the token: 8 to 200 letters, digits and ._~- are supported");
        foreach (var origin in AllowedOrigins)
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.GetLeftPart(UriPartial.Authority) != origin)
                throw new ArgumentException($"origin '{origin}': a scheme, a name and perhaps a port are wanted, https://example.org say");
        }

        return this;
    }

    private static IPAddress Resolve(string host)
    {
        if (IPAddress.TryParse(host, out var address))
            return address;
        if (host == "localhost")
            return IPAddress.Loopback;
        try
        {
            return Dns.GetHostAddresses(host)[0];
        }
        catch (Exception error) when (error is System.Net.Sockets.SocketException or ArgumentException or IndexOutOfRangeException)
        {
            throw new ArgumentException($"host '{host}': a name or an address of this machine is wanted", error);
        }
    }

    private static bool IsToken(string token) =>
        token.Length is >= 8 and <= 200 && token.All(letter => char.IsAsciiLetterOrDigit(letter) || "._~-".Contains(letter, StringComparison.Ordinal));
}
