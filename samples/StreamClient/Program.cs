using System.Net.WebSockets;
using System.Text;

// StreamClient ws://127.0.0.1:8080/api/stream CLIP.wav [TOKEN]: plays a clip (mono, 16 bits, a header of 44 bytes) in real time and prints what the server hears.
var wav = File.ReadAllBytes(args[1]);
var sampleRate = BitConverter.ToInt32(wav, 24);
using var socket = new ClientWebSocket();
if (args.Length > 2)
    socket.Options.SetRequestHeader("Authorization", $"Bearer {args[2]}");
await socket.ConnectAsync(new Uri(args[0]), CancellationToken.None);
await socket.SendAsync(Encoding.UTF8.GetBytes($$"""{"sampleRate": {{sampleRate}}}"""), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
var reading = Read();

var bytes = sampleRate / 10 * sizeof(short);
for (var at = 44; at < wav.Length; at += bytes)
{
    await socket.SendAsync(wav.AsMemory(at, Math.Min(bytes, wav.Length - at)), WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
    await Task.Delay(100);
}

await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "the end", CancellationToken.None);
await reading;

async Task Read()
{
    var buffer = new byte[65_536];
    while (await socket.ReceiveAsync(buffer, CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } message)
        Console.WriteLine(Encoding.UTF8.GetString(buffer, 0, message.Count));
}
