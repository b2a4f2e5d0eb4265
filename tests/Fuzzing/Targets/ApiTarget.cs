using System.Globalization;
using System.Text;
using EmotionGpu.Fuzzing.Mutation;

namespace EmotionGpu.Fuzzing.Targets;

/// <summary>
/// HTTP requests to a real server, as bytes on a socket. Accepted is what is answered with a status below 400. Memory is that of all threads: Kestrel's, the log-mel of what was sent,
/// and the resampling filter of its rate, which for odd rates takes 100 MB whatever the length.
/// </summary>
internal sealed class ApiTarget : IFuzzTarget
{
    private const string HeadEnd = "\r\n\r\n";

    private static readonly string[] Words =
    [
        "GET", "POST", "HEAD", "OPTIONS", "PUT", "/api/predict", "/api/model", "/api/stream", "/api/runs", "/metrics", "/healthz", "/runs/../../etc/passwd/report.html", "/..%2f..%2fetc/passwd",
        "?top=3", "&timeline=true", "&window=0.1", "&hop=0.1", "&smoothing=3", "&silence-db=-60", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "Host: localhost", "Host: evil.example",
        "Origin: http://evil.example", "Origin: null", "Content-Length: 0", "Content-Length: 18446744073709551616", "Content-Length: -1", "Transfer-Encoding: chunked", "Content-Encoding: gzip",
        "Content-Type: multipart/form-data; boundary=b", "Content-Type: application/x-www-form-urlencoded", "Authorization: Bearer x", "Expect: 100-continue", "Connection: Upgrade",
        "Upgrade: websocket", "\r\n", "--b", "--b--", "Content-Disposition: form-data; name=\"file\"; filename=\"a.wav\"", "\0", "%00", "é",
    ];

    private readonly ServerUnderTest _server = new();

    /// <inheritdoc/>
    public string Name => "api";

    /// <inheritdoc/>
    public int MaxLength => 1 << 16;

    /// <inheritdoc/>
    public MemoryLimit Memory => new(4096, 192L << 20);

    /// <inheritdoc/>
    public bool IsNative => true;

    /// <inheritdoc/>
    public bool IsThreaded => true;

    /// <inheritdoc/>
    public IEnumerable<byte[]> Seeds()
    {
        foreach (var address in new[] { "/", "/healthz", "/metrics", "/api/model", "/api/runs", "/runs/x/report.html", "/api/stream" })
            yield return Request("GET", address, "", []);
        foreach (var wav in SeedFiles.Of("wav"))
        {
            yield return Request("POST", "/api/predict?top=2", "", wav);
            yield return Request("POST", "/api/predict?timeline=true&window=0.1&hop=0.1&smoothing=2&silence-db=-50", "", wav);
            yield return Request("POST", "/api/predict", "Content-Type: multipart/form-data; boundary=b\r\n",
            [
                .. "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\n"u8, .. wav, .. "\r\n--b--\r\n"u8,
            ]);
        }
    }

    /// <inheritdoc/>
    public byte[] Mutate(byte[] input, Random random)
    {
        var end = input.AsSpan().IndexOf(Encoding.ASCII.GetBytes(HeadEnd));
        var body = end < 0 ? input.Length : end + HeadEnd.Length;
        var (head, content) = (input[..body], input[body..]);
        if (content.Length > 0 && random.Next(2) == 0)
            content = content.AsSpan().StartsWith("RIFF"u8) ? WavMutation.Apply(content, random) : ByteMutation.Apply(content, random, [.. Words.Select(Encoding.UTF8.GetBytes)]);
        else
            head = TextMutation.Apply(head, " \r\n:/?&=;,", Words, random);
        // A body that is shorter or longer than was told is rare in what is sent in good faith, and slow to try.
        return [.. random.Next(20) == 0 ? head : WithLength(head, content.Length), .. content];
    }

    /// <inheritdoc/>
    public bool Run(byte[] input)
    {
        var answer = Encoding.Latin1.GetString(_server.Exchange(input));
        if (!answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) || answer.Length < 12)
            return answer.Length == 0 ? false : throw new BrokenPromiseException($"an answer that begins with {answer[..Math.Min(40, answer.Length)]}");
        var status = int.Parse(answer.AsSpan(9, 3), CultureInfo.InvariantCulture);
        if (status is >= 500 and not (503 or 505 or 507))
            throw new BrokenPromiseException($"status {status}: {answer}");
        return status < 400;
    }

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    private static byte[] Request(string method, string address, string headers, byte[] body) =>
        [.. Encoding.ASCII.GetBytes($"{method} {address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}Content-Length: {body.Length}{HeadEnd}"), .. body];

    private static byte[] WithLength(byte[] head, int length)
    {
        const string Name = "Content-Length: ";
        var text = Encoding.Latin1.GetString(head);
        var start = text.IndexOf(Name, StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf('\r', start);
        return end < 0 ? head : Encoding.Latin1.GetBytes($"{text[..(start + Name.Length)]}{length}{text[end..]}");
    }
}
