using System.Globalization;
using EmotionGpu.Inference;
using Microsoft.AspNetCore.Http;

namespace EmotionGpu.Serving.Api;

/// <summary>What stands behind the question mark of <c>/api/predict</c>.</summary>
/// <param name="Top">Classes to name.</param>
/// <param name="Timeline">The windows that are wanted; null: none.</param>
internal sealed record PredictQuery(int Top, TimelineOptions? Timeline)
{
    private static readonly string[] OfWindows = ["window", "hop", "smoothing", "silence-db"];
    private static readonly string[] Known = ["top", "timeline", .. OfWindows];

    /// <summary>Reads and checks it.</summary>
    /// <exception cref="RefusalException">400: an unknown name, or a value that is out of range.</exception>
    public static PredictQuery Read(IQueryCollection query)
    {
        if (query.Keys.FirstOrDefault(name => !Known.Contains(name)) is { } unknown)
            throw Bad($"unknown '{unknown}' in the address; one of {string.Join(", ", Known)} is wanted");
        var top = Number(query, "top", 1, 1000, whole: true) ?? 1000;
        var timeline = query["timeline"].ToString() switch
        {
            "true" => true,
            "" or "false" => false,
            var other => throw Bad($"timeline={other}: true or false is wanted"),
        };
        if (!timeline && OfWindows.FirstOrDefault(query.ContainsKey) is { } lost)
            throw Bad($"'{lost}' is for timeline=true alone");
        return new PredictQuery((int)top, timeline ? Windows(query) : null);
    }

    private static TimelineOptions Windows(IQueryCollection query)
    {
        var defaults = new TimelineOptions();
        try
        {
            return new TimelineOptions
            {
                WindowSeconds = Number(query, "window", TimelineOptions.MinWindowSeconds, TimelineOptions.MaxWindowSeconds),
                HopSeconds = Number(query, "hop", TimelineOptions.MinHopSeconds, TimelineOptions.MaxHopSeconds) ?? defaults.HopSeconds,
                Smoothing = (int)(Number(query, "smoothing", 1, TimelineOptions.MaxSmoothing, whole: true) ?? defaults.Smoothing),
                SilenceDecibel = Number(query, "silence-db", TimelineOptions.MinSilenceDecibel, 0) ?? defaults.SilenceDecibel,
            }.Validate();
        }
        catch (ArgumentException error)
        {
            throw Bad(error.Message);
        }
    }

    private static double? Number(IQueryCollection query, string name, double low, double high, bool whole = false)
    {
        if (!query.TryGetValue(name, out var text))
            return null;
        return double.TryParse(text.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= low && value <= high
            && (!whole || value == Math.Floor(value))
            ? value
            : throw Bad(FormattableString.Invariant($"{name}={text}: a {(whole ? "whole number" : "number")} from {low} to {high} is wanted"));
    }

    private static RefusalException Bad(string message) => new(StatusCodes.Status400BadRequest, message);
}
