namespace EmotionGpu.Fuzzing.Campaigns;

/// <summary>An input that did what none should.</summary>
/// <param name="Kind">What it did.</param>
/// <param name="Problem">In a line.</param>
/// <param name="File">Where the input lies.</param>
internal sealed record Finding(FindingKind Kind, string Problem, string File);

/// <summary>What no input should do.</summary>
internal enum FindingKind
{
    /// <summary>An exception that the reader does not document, or an answer that breaks what it promises.</summary>
    Error,

    /// <summary>The process ended.</summary>
    Crash,

    /// <summary>A call took over a second each time it was made, or never ended.</summary>
    Hang,

    /// <summary>A call took more memory than its input allows.</summary>
    Memory,
}

/// <summary>A row of the table: what a target was fed and what it did.</summary>
/// <param name="Target">Its name.</param>
/// <param name="Seed">Of its random choices.</param>
/// <param name="Inputs">Inputs that it was fed.</param>
/// <param name="Seconds">Seconds that took.</param>
/// <param name="Edges">Branches between blocks of instrumented code that were taken.</param>
/// <param name="Corpus">Inputs that were kept since they reached something new.</param>
/// <param name="Accepted">Inputs that were taken for what they claim to be.</param>
/// <param name="Refused">Inputs that were refused as the reader documents.</param>
/// <param name="SlowestMilliseconds">The slowest call, the machine's other work included.</param>
/// <param name="LargestAllocation">Managed bytes of a call over those of its input, the largest found; what is allowed for any input is taken off before.</param>
/// <param name="PeakMegabytes">Memory of the process at its most, what the runtime itself takes included.</param>
/// <param name="Findings">What went wrong.</param>
internal sealed record TargetReport(
    string Target, int Seed, long Inputs, double Seconds, int Edges, int Corpus, long Accepted, long Refused, double SlowestMilliseconds, double LargestAllocation,
    double PeakMegabytes, IReadOnlyList<Finding> Findings)
{
    /// <summary>Inputs a second.</summary>
    public double InputsPerSecond => Seconds > 0 ? Inputs / Seconds : 0;
}
