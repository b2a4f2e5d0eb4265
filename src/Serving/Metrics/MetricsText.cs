using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace EmotionGpu.Serving.Metrics;

/// <summary><c>/metrics</c> in Prometheus' text form, version 0.0.4.</summary>
internal static class MetricsText
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Answers.</summary>
    public static Task Write(HttpContext context, ServerMetrics metrics)
    {
        context.Response.ContentType = ContentType;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(Of(metrics), context.RequestAborted);
    }

    /// <summary>The text.</summary>
    public static string Of(ServerMetrics metrics)
    {
        var (now, text) = (metrics.Snapshot(), new StringBuilder());
        Head(text, "emotion_http_requests_total", "counter", "Requests answered, WebSockets when they end.");
        foreach (var (route, status, count) in now.Requests)
            Line(text, $"emotion_http_requests_total{{route=\"{route}\",status=\"{status}\"}}", count);
        Single(text, "emotion_predictions_total", "counter", "Uploaded recordings predicted.", now.Predictions);
        Head(text, "emotion_audio_seconds_total", "counter", "Seconds of audio heard.");
        Line(text, "emotion_audio_seconds_total{source=\"upload\"}", now.UploadSeconds);
        Line(text, "emotion_audio_seconds_total{source=\"stream\"}", now.StreamSeconds);
        Single(text, "emotion_streams_total", "counter", "Streams begun.", now.Streams);
        Single(text, "emotion_streams_open", "gauge", "Streams open now.", now.StreamsOpen);
        Head(text, "emotion_stream_windows_total", "counter", "Windows of streams: predicted, silent, or skipped because client or server was too slow.");
        Line(text, "emotion_stream_windows_total{result=\"predicted\"}", now.WindowsDone);
        Line(text, "emotion_stream_windows_total{result=\"silent\"}", now.WindowsSilent);
        Line(text, "emotion_stream_windows_total{result=\"skipped\"}", now.WindowsSkipped);
        AppendLatency(text, metrics.Latency);
        using var process = Process.GetCurrentProcess();
        Single(text, "process_resident_memory_bytes", "gauge", "Memory of the process.", process.WorkingSet64);
        Single(text, "dotnet_gc_live_bytes", "gauge", "Managed memory after the last full collection, 0 before the first.", LiveBytes());
        Single(text, "dotnet_gc_committed_bytes", "gauge", "Managed memory that the last collection left the process with.", GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes);
        Single(text, "process_cpu_seconds_total", "counter", "Processor time of the process.", process.TotalProcessorTime.TotalSeconds);
        return text.ToString();
    }

    // A full collection is a blocking one or one in the background.
    private static long LiveBytes()
    {
        var (blocking, background) = (GC.GetGCMemoryInfo(GCKind.FullBlocking), GC.GetGCMemoryInfo(GCKind.Background));
        return (blocking.Index > background.Index ? blocking : background).HeapSizeBytes;
    }

    private static void AppendLatency(StringBuilder text, LatencyHistogram latency)
    {
        const string Name = "emotion_stream_latency_seconds";
        Head(text, Name, "histogram", "From a window's last sample received to its result sent.");
        var (cumulative, sum) = latency.Read();
        for (var i = 0; i < LatencyHistogram.Bounds.Length; i++)
            Line(text, $"{Name}_bucket{{le=\"{Number(LatencyHistogram.Bounds[i])}\"}}", cumulative[i]);
        Line(text, $"{Name}_bucket{{le=\"+Inf\"}}", cumulative[^1]);
        Line(text, $"{Name}_sum", sum);
        Line(text, $"{Name}_count", cumulative[^1]);
    }

    private static void Single(StringBuilder text, string name, string kind, string help, double value)
    {
        Head(text, name, kind, help);
        Line(text, name, value);
    }

    private static void Head(StringBuilder text, string name, string kind, string help) => text.Append($"# HELP {name} {help}\n# TYPE {name} {kind}\n");

    private static void Line(StringBuilder text, string name, double value) => text.Append($"{name} {Number(value)}\n");

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
