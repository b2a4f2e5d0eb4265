using System.Text;
using EmotionGpu.Fuzzing.Mutation;

namespace EmotionGpu.Fuzzing.Targets;

/// <summary>
/// What comes behind a WebSocket's handshake, as bytes on the wire: frames whose mask is 0, so that they can be read and changed as they are. Accepted is what makes the server send more than
/// its goodbye. A stream's first message may ask for 30 s at 192 kHz to be kept, twice.
/// </summary>
internal sealed class StreamTarget : IFuzzTarget
{
    private const byte Text = 0x81, Binary = 0x82, Close = 0x88, Masked = 0x80;
    private const int MediumLength = 126;

    private static readonly byte[] Handshake = Encoding.ASCII.GetBytes(
        "GET /api/stream HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");

    private static readonly byte[][] Words = [[Text, Masked, 0, 0, 0, 0], [Binary, Masked, 0, 0, 0, 0], [Close, Masked, 0, 0, 0, 0], [0x89, Masked, 0, 0, 0, 0], [0x01, Masked, 0, 0, 0, 0], [0x80, Masked, 0, 0, 0, 0]];

    private readonly ServerUnderTest _server = new();

    /// <inheritdoc/>
    public string Name => "stream";

    /// <inheritdoc/>
    public int MaxLength => 1 << 17;

    /// <inheritdoc/>
    public MemoryLimit Memory => new(4096, 128L << 20);

    /// <inheritdoc/>
    public bool IsNative => true;

    /// <inheritdoc/>
    public bool IsThreaded => true;

    /// <inheritdoc/>
    public IEnumerable<byte[]> Seeds()
    {
        var hellos = SeedFiles.Of("hello").ToArray();
        foreach (var hello in hellos)
        {
            yield return [.. Frame(Text, hello), .. Frame(Binary, new byte[1600]), .. Frame(Close, [])];
            yield return [.. Frame(Text, hello), .. Enumerable.Range(0, 12).SelectMany(i => Frame(Binary, Sound(i))), .. Frame(Close, [0x03, 0xE8])];
        }
    }

    /// <inheritdoc/>
    public byte[] Mutate(byte[] input, Random random)
    {
        var frames = Frames(input);
        if (frames.Count == 0 || random.Next(8) == 0)
            return ByteMutation.Apply(input, random, Words);
        var at = random.Next(Math.Max(1, frames.Count - 1));
        var (start, body, end) = frames[random.Next(3) == 0 ? 0 : at];
        var content = input.AsSpan(body..end);
        return random.Next(6) switch
        {
            0 => [.. input[..start], .. input[end..]],
            1 => [.. input[..end], .. input[start..]],
            2 => [.. input[..start], .. Frame((byte)(random.Next(2) == 0 ? random.Next(256) : Binary), content.ToArray()), .. input[end..]],
            3 => [.. input[..end], .. Frame(Binary, ByteMutation.RandomBytes(random, 2 * random.Next(4000) + random.Next(8) / 7)), .. input[end..]],
            _ => [.. input[..start], .. Frame(input[start], content is [(byte)'{', ..] ? JsonMutation.Apply(content, random) : ByteMutation.Apply(content.ToArray(), random, [])), .. input[end..]],
        };
    }

    /// <inheritdoc/>
    public bool Run(byte[] input)
    {
        var answer = _server.Exchange(Handshake, input);
        if (!answer.AsSpan().StartsWith("HTTP/1.1 101"u8))
            throw new BrokenPromiseException($"no handshake but {Encoding.Latin1.GetString(answer)}");
        return answer.AsSpan().IndexOf("\"probabilities\""u8) >= 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    // RFC 6455, section 5.2.
    private static byte[] Frame(byte first, byte[] content) => content.Length < MediumLength
        ? [first, (byte)(Masked | content.Length), 0, 0, 0, 0, .. content]
        : content.Length <= ushort.MaxValue
            ? [first, Masked | MediumLength, (byte)(content.Length >> 8), (byte)content.Length, 0, 0, 0, 0, .. content]
            : Frame(first, content[..ushort.MaxValue]);

    private static List<(int Start, int Body, int End)> Frames(byte[] input)
    {
        var frames = new List<(int Start, int Body, int End)>();
        for (var at = 0; at + 6 <= input.Length;)
        {
            var length = input[at + 1] & 0x7F;
            var body = at + 6;
            if (length >= MediumLength)
            {
                if (length > MediumLength || at + 8 > input.Length)
                    break;
                (length, body) = (input[at + 2] << 8 | input[at + 3], at + 8);
            }

            if (body + length > input.Length)
                break;
            frames.Add((at, body, body + length));
            at = body + length;
        }

        return frames;
    }

    private static byte[] Sound(int piece)
    {
        var bytes = new byte[1600];
        for (var i = 0; i < bytes.Length; i += 2)
            BitConverter.TryWriteBytes(bytes.AsSpan(i), (short)(8000 * Math.Sin((piece * 800 + i / 2) * 0.3)));
        return bytes;
    }
}
