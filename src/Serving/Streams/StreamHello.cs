using System.Net.WebSockets;
using System.Text.Json;
using EmotionGpu.Features.Audio;
using EmotionGpu.Inference;

namespace EmotionGpu.Serving.Streams;

/// <summary>A stream's first message: how its samples come and what is wanted back.</summary>
/// <param name="SampleRate">Samples a second.</param>
/// <param name="WindowSeconds">Length of a window.</param>
/// <param name="HopSeconds">From the end of a window to the end of the next.</param>
/// <param name="Smoothing">Last windows whose probabilities are averaged.</param>
/// <param name="SilenceDecibel">A window with no 50 ms louder than this is silence.</param>
/// <param name="LogMel">Whether log-mel columns are wanted too.</param>
internal sealed record StreamHello(int SampleRate, double WindowSeconds, double HopSeconds, int Smoothing, double SilenceDecibel, bool LogMel)
{
    /// <summary>Lowest rate of a stream, samples a second.</summary>
    public const int MinSampleRate = Waveform.MinSampleRate;

    /// <summary>Highest rate of a stream, samples a second.</summary>
    public const int MaxSampleRate = 192_000;

    /// <summary>Shortest hop in seconds.</summary>
    public const double MinHopSeconds = 0.1;

    /// <summary>Longest window in seconds: each stream keeps one in memory.</summary>
    public const double MaxWindowSeconds = 30;

    private static readonly string[] Known = ["sampleRate", "window", "hop", "smoothing", "silenceDecibel", "logMel"];

    /// <summary>Reads it.</summary>
    /// <param name="json">The message.</param>
    /// <param name="modelWindow">Seconds that the model sees at once.</param>
    /// <exception cref="StreamRefusal">1007: no such document; 1008: a value is out of range.</exception>
    public static StreamHello Parse(ReadOnlyMemory<byte> json, double modelWindow)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var hello = document.RootElement;
            if (hello.ValueKind != JsonValueKind.Object)
                throw Broken($"a JSON {hello.ValueKind}");
            if (hello.EnumerateObject().Select(property => property.Name).FirstOrDefault(name => !Known.Contains(name)) is { } unknown)
                throw new StreamRefusal(WebSocketCloseStatus.PolicyViolation, $"unknown '{unknown}'; one of {string.Join(", ", Known)} is wanted");
            var defaults = new TimelineOptions();
            return new StreamHello(
                (int)Number(hello, "sampleRate", MinSampleRate, MaxSampleRate, fallback: null, whole: true),
                Number(hello, "window", TimelineOptions.MinWindowSeconds, MaxWindowSeconds, Math.Min(modelWindow, MaxWindowSeconds)),
                Number(hello, "hop", MinHopSeconds, TimelineOptions.MaxHopSeconds, defaults.HopSeconds),
                (int)Number(hello, "smoothing", 1, TimelineOptions.MaxSmoothing, defaults.Smoothing, whole: true),
                Number(hello, "silenceDecibel", TimelineOptions.MinSilenceDecibel, 0, defaults.SilenceDecibel),
                Switch(hello, "logMel"));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The second is that of a name with half a surrogate pair, which is JSON and no text.
            throw Broken("no JSON");
        }
    }

    private static double Number(JsonElement hello, string name, double low, double high, double? fallback, bool whole = false)
    {
        if (!hello.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return fallback ?? throw new StreamRefusal(WebSocketCloseStatus.PolicyViolation, $"no '{name}': {Broken("").Message}");
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= low && number <= high && (!whole || number == Math.Floor(number))
            ? number
            : throw new StreamRefusal(WebSocketCloseStatus.PolicyViolation,
                FormattableString.Invariant($"{name} {Shorten(value.GetRawText())}: a {(whole ? "whole number" : "number")} from {low} to {high} is wanted"));
    }

    private static bool Switch(JsonElement hello, string name)
    {
        if (!hello.TryGetProperty(name, out var value))
            return false;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null
            ? value.ValueKind == JsonValueKind.True
            : throw new StreamRefusal(WebSocketCloseStatus.PolicyViolation, $"{name} {Shorten(value.GetRawText())}: true or false is wanted");
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static StreamRefusal Broken(string found) => new(WebSocketCloseStatus.InvalidPayloadData,
        $"{(found.Length > 0 ? found + ": " : "")}a first message like {{\"sampleRate\": 48000}} is wanted, as text, then int16 samples as binary messages");
}
