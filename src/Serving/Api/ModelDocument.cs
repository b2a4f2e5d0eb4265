using EmotionGpu.Features.LogMel;
using EmotionGpu.Inference;
using EmotionGpu.Serving.Streams;

namespace EmotionGpu.Serving.Api;

/// <summary>What <c>/api/model</c> says: labels, front end, how windows lie when nothing is said, scores, limits.</summary>
internal static class ModelDocument
{
    /// <summary>The document.</summary>
    public static object Of(ServedModel served, ServerLimits limits)
    {
        var (metadata, defaults) = (served.Model.Metadata, new TimelineOptions());
        return new
        {
            served.Name,
            metadata.Mode,
            metadata.Classes,
            metadata.Synthetic,
            metadata.Architecture,
            metadata.Corpus,
            metadata.Members,
            metadata.Crops,
            metadata.Temperature,
            metadata.LogMel.SampleRate,
            LogMel = FrontEnd(metadata.LogMel),
            WindowSeconds = metadata.Input.DurationSeconds,
            defaults.HopSeconds,
            defaults.Smoothing,
            defaults.SilenceDecibel,
            served.Scores,
            served.Model.Card,
            Stream = new
            {
                StreamHello.MinSampleRate,
                StreamHello.MaxSampleRate,
                StreamHello.MinHopSeconds,
                StreamHello.MaxWindowSeconds,
                LogMelMessage.LowDecibel,
                LogMelMessage.HighDecibel,
            },
            limits,
        };
    }

    private static object FrontEnd(LogMelOptions options) => new
    {
        options.NFft,
        options.HopLength,
        options.NMels,
        MinFrequency = options.FMin,
        MaxFrequency = options.FMaxHz,
        MelScale = options.MelScale.ToString().ToLowerInvariant(),
        options.Center,
    };
}
