// An hour of what a public server meets: live streams, recordings sent up, a third of them bad, and everything that nobody should do. Starts 'emotion serve',
// prints tables, and ends with 1 when a good request failed, something bad was answered as it should not be, or the process grew or died.
//   dotnet run -c Release --project bench/soak -- PROGRAM [MINUTES=60] [STREAMS=50] [UPLOADS_A_MINUTE=200] [SEED=1]

using System.Diagnostics;
using System.Globalization;
using EmotionGpu.Bench.Soak;

const int MaxBodyBytes = 2_000_000;
const double FlatWithin = 0.1;
// The connection that asks.
const int MayRemain = 1;

if (args.Length is 0 or > 5)
{
    Console.Error.WriteLine("usage: soak PROGRAM [MINUTES=60] [STREAMS=50] [UPLOADS_A_MINUTE=200] [SEED=1]");
    return 2;
}

var (minutes, streams, uploads, seed) = (Number(1, 60), (int)Number(2, 50), Number(3, 200), (int)Number(4, 1));
var start = new ProcessStartInfo(args[0], ["serve", "--port", "0", "--max-streams", $"{streams + 16}", "--idle-seconds", $"{Abuse.IdleSeconds}", "--max-body-bytes", $"{MaxBodyBytes}"]) { RedirectStandardOutput = true };
// As in a container of 340 MB, of which .NET takes three quarters: full collections come often enough to see what is kept.
start.Environment["DOTNET_GCHeapHardLimit"] = "0x10000000";
using var process = Process.Start(start)!;
try
{
    var line = "";
    while (!line.Contains("http://", StringComparison.Ordinal))
        line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the server ended before it said where it answers");
    var server = new Uri(line[line.IndexOf("http://", StringComparison.Ordinal)..].Split(' ', '#')[0]);
    _ = process.StandardOutput.ReadToEndAsync();

    var (tally, watch) = (new Tally(), new Watch(process));
    var socketsBefore = watch.Sockets();
    using var sending = new Uploads(server, MaxBodyBytes, tally);
    using var ending = new CancellationTokenSource(TimeSpan.FromMinutes(minutes));
    await Task.WhenAll(
    [
        watch.Run(server, ending.Token),
        sending.Run(uploads, seed, ending.Token),
        .. Enumerable.Range(0, 4).Select(i => new Abuse(server, tally).Run(1000 * seed + i, ending.Token)),
        .. Enumerable.Range(0, 8).Select(i => new Abuse(server, tally).RunPatiently(10_000 * seed + i, ending.Token)),
        .. Enumerable.Range(0, streams).Select(i => new Streams(server, tally).Run(100_000 * seed + i, ending.Token)),
    ]);

    // What the clients broke off, left half-open or did not read must be gone with them.
    sending.Dispose();
    using var client = new HttpClient { BaseAddress = server };
    var (metrics, socketsLeft) = (Array.Empty<string>(), 0);
    for (var again = 0; again < 60 && !watch.HasEnded && (metrics.Length == 0 || socketsLeft > MayRemain || !metrics.Contains("emotion_streams_open 0")); again++)
    {
        await Task.Delay(1000);
        metrics = (await client.GetStringAsync("/metrics")).Split('\n');
        socketsLeft = watch.Sockets() - socketsBefore;
    }

    var isLeft = socketsLeft > MayRemain || !metrics.Contains("emotion_streams_open 0");
    var errors = metrics.Where(metric => metric.Contains("status=\"5", StringComparison.Ordinal)).ToArray();
    var (live, native, handles) = watch.Growth();
    var isFine = tally.Failed == 0 && !watch.HasEnded && !isLeft && errors.Length == 0 && live < FlatWithin && native < FlatWithin && handles < FlatWithin;
    string[] report =
    [
        .. tally.Table(), "", .. watch.Table(), "",
        string.Create(CultureInfo.InvariantCulture, $"From the sixth part of the time to the end: managed memory {live:+0.0 %;-0.0 %;0 %}, other memory {native:+0.0 %;-0.0 %;0 %}, open files and sockets {handles:+0.0 %;-0.0 %;0 %}."),
        $"When the clients had gone: {metrics.FirstOrDefault(metric => metric.StartsWith("emotion_streams_open ", StringComparison.Ordinal))}, {socketsLeft} sockets more than before they came, of which {MayRemain} asks.",
        $"Answers of 500 or more: {(errors.Length == 0 ? "none" : string.Join(", ", errors))}. The server {(watch.HasEnded ? "ended" : "lives")}. {(isFine ? "Everything as it should be." : "NOT as it should be.")}",
        .. tally.Failures.Select(failure => $"    {failure}"),
    ];
    foreach (var text in report)
        Console.WriteLine(text);
    return isFine ? 0 : 1;
}
finally
{
    if (!process.HasExited)
        process.Kill();
}

double Number(int index, double fallback) => args.Length > index ? double.Parse(args[index], CultureInfo.InvariantCulture) : fallback;
