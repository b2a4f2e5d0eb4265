using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace EmotionGpu.Bench.Soak;

/// <summary>Recordings sent up at random moments; a third of them are none, or more than is taken.</summary>
internal sealed class Uploads(Uri server, int maxBodyBytes, Tally tally) : IDisposable
{
    private const string ComeAgain = "told to come again in a second (429)";

    private static readonly int[] Rates = [8_000, 16_000, 22_050, 44_100, 48_000];

    private readonly HttpClient _client = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromSeconds(20) })
    {
        BaseAddress = server,
        Timeout = TimeSpan.FromSeconds(60),
    };

    /// <summary>Sends so many a minute, without waiting for one before the next.</summary>
    public async Task Run(double perMinute, int seed, CancellationToken ending)
    {
        var random = new Random(seed);
        List<Task> underWay = [];
        while (!ending.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMinutes(-Math.Log(1 - random.NextDouble()) / perMinute), CancellationToken.None);
            underWay.RemoveAll(task => task.IsCompleted);
            underWay.Add(random.Next(3) == 0 ? Bad(new Random(random.Next())) : Good(new Random(random.Next())));
        }

        await Task.WhenAll(underWay);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task Good(Random random)
    {
        var timeline = random.Next(5) == 0;
        var file = Sound.Wav(random, Rates[random.Next(Rates.Length)], timeline ? 5 : 1 + 3 * random.NextDouble());
        var kind = timeline ? "good uploads, timeline" : "good uploads";
        var started = Stopwatch.GetTimestamp();
        try
        {
            for (var again = 0; ; again++)
            {
                using var form = new MultipartFormDataContent { { new ByteArrayContent(file), "file", "a.wav" } };
                using var response = await _client.PostAsync($"/api/predict{(timeline ? "?timeline=true" : "")}", again % 2 == 0 ? new ByteArrayContent(file) : form);
                if (response.StatusCode == HttpStatusCode.TooManyRequests && again < 30)
                {
                    tally.Add(ComeAgain, null);
                    await Task.Delay(1000);
                    continue;
                }

                var json = await response.Content.ReadFromJsonAsync<JsonElement>();
                var answered = response.StatusCode == HttpStatusCode.OK && json.TryGetProperty(timeline ? "windows" : "probabilities", out _);
                tally.Add(kind, answered ? null : $"{(int)response.StatusCode} {json}", Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                return;
            }
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or JsonException)
        {
            tally.Add(kind, error.Message);
        }
    }

    private async Task Bad(Random random)
    {
        var wav = Sound.Wav(random, 16_000, 1);
        var (what, wanted, path, content) = random.Next(9) switch
        {
            0 => ("nothing", "400", "", (HttpContent)new ByteArrayContent([])),
            1 => ("no recording", "422", "", new ByteArrayContent(Noise(random))),
            2 => ("a cut header", "422", "", new ByteArrayContent(wav[..random.Next(1, 44)])),
            3 => ("a header that lies", "422", "", new ByteArrayContent(Changed(wav, random.Next(20, 36), 0xFF))),
            4 => ("too much", "413", "", new ByteArrayContent(new byte[maxBodyBytes + random.Next(1, 100_000)])),
            5 => ("an unknown word in the address", "400", "?tmeline=true", new ByteArrayContent(wav)),
            6 => ("a form without a file", "400", "", new MultipartFormDataContent { { new StringContent("note"), "note" } }),
            7 => ("a form that breaks off", "400", "", Broken()),
            _ => ("a compressed body", "415", "", Compressed(wav)),
        };
        var kind = $"bad uploads: {what}";
        try
        {
            using var response = await _client.PostAsync("/api/predict" + path, content);
            var json = await response.Content.ReadFromJsonAsync<JsonElement>();
            var status = ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (status == "429")
            {
                tally.Add(ComeAgain, null);
                return;
            }

            // A damaged header may be a recording still.
            var isFine = status == wanted || what == "a header that lies" && status == "200";
            tally.Add(kind, isFine ? null : $"{status} {json}, {wanted} was wanted");
        }
        catch (HttpRequestException error) when (what == "too much")
        {
            // Closed before everything was sent, which is as good as told.
            tally.Add(kind, error.InnerException is IOException ? null : error.Message);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or JsonException)
        {
            tally.Add(kind, error.Message);
        }
        finally
        {
            content.Dispose();
        }
    }

    private static byte[] Noise(Random random)
    {
        var bytes = new byte[random.Next(1, 100_000)];
        random.NextBytes(bytes);
        bytes[0] = 1;
        return bytes;
    }

    private static byte[] Changed(byte[] file, int at, byte value)
    {
        file[at] = value;
        return file;
    }

    private static StringContent Broken()
    {
        var content = new StringContent("--x\r\nContent-Disposition: form-data; na", Encoding.ASCII);
        content.Headers.ContentType = new("multipart/form-data") { Parameters = { new("boundary", "x") } };
        return content;
    }

    private static ByteArrayContent Compressed(byte[] file)
    {
        var content = new ByteArrayContent(file);
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }
}
