using System.Collections.Concurrent;
using System.Net.Sockets;
using EmotionGpu.Fuzzing.Mutation;
using EmotionGpu.Inference;
using EmotionGpu.Serving;

namespace EmotionGpu.Fuzzing.Targets;

/// <summary>A real server on the loopback with a small model, and the bytes that go to it and come from it.</summary>
internal sealed class ServerUnderTest : IDisposable
{
    /// <summary>Silence after which it is said that nothing more comes: a server that waits for the rest of a request, or for another one, then ends the connection.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    /// <summary>Time in which it must have done so; a call of a second is a finding.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("emotiongpu-fuzzing-");
    private readonly ConcurrentQueue<Exception> _failures = new();
    private readonly EmotionModel _model;
    private readonly EmotionServer _server;

    public ServerUnderTest()
    {
        var path = Path.Combine(_folder.FullName, "model.zip");
        File.WriteAllBytes(path, ModelMutation.Zip([("OnnxModel", ModelMutation.Prefixed(TinyModel.Onnx()))]));
        _model = EmotionModel.Load(path, waitsSpinning: false);
        var options = new ServerOptions
        {
            Port = 0,
            SpoolFolder = _folder.FullName,
            RunsFolder = _folder.FullName,
            Limits = new ServerLimits { IdleSeconds = 1, MaxBodySeconds = 1, MaxBodyBytes = 1 << 20, MaxSeconds = 60, MaxMessageBytes = 1 << 16 },
        };
        _server = EmotionServer.Start(options, ServedModel.Of(path, _model), new Failures(_failures)).GetAwaiter().GetResult();
        Address = new Uri(_server.Address);
    }

    /// <summary>Where it answers.</summary>
    public Uri Address { get; }

    /// <summary>Sends bytes, and reads until the server closes.</summary>
    /// <param name="pieces">What is sent; between two, the beginning of an answer is waited for.</param>
    /// <returns>Everything that came.</returns>
    /// <exception cref="BrokenPromiseException">An error that nobody foresaw.</exception>
    public byte[] Exchange(params ReadOnlySpan<byte[]> pieces)
    {
        using var client = new TcpClient { NoDelay = true };
        client.Connect(Address.Host, Address.Port);
        var answer = new MemoryStream();
        var buffer = new byte[1 << 14];
        try
        {
            for (var i = 0; i < pieces.Length; i++)
            {
                client.Client.Send(pieces[i]);
                if (i + 1 < pieces.Length && Wait(client, Longest) && client.Client.Receive(buffer) is var head)
                    answer.Write(buffer, 0, head);
            }

            for (var (isOpen, patience) = (true, Patience); ;)
            {
                if (Wait(client, patience))
                {
                    var count = client.Client.Receive(buffer);
                    if (count == 0)
                        break;
                    answer.Write(buffer, 0, count);
                }
                else if (isOpen)
                {
                    client.Client.Shutdown(SocketShutdown.Send);
                    (isOpen, patience) = (false, Longest);
                }
                else
                {
                    break;
                }
            }
        }
        catch (SocketException)
        {
            // The server closed while more was sent, which it may.
        }

        if (_failures.TryDequeue(out var failure))
            throw new BrokenPromiseException($"an error that nobody foresaw: {failure}");
        return answer.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _model.Dispose();
        _folder.Delete(recursive: true);
    }

    private static bool Wait(TcpClient client, TimeSpan patience) => client.Client.Poll(patience, SelectMode.SelectRead);

    private sealed class Failures(ConcurrentQueue<Exception> failures) : IProgress<Exception>
    {
        public void Report(Exception value) => failures.Enqueue(value);
    }
}
