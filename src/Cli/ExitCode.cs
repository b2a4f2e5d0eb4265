namespace EmotionGpu.Cli;

/// <summary>What the program returns to its caller.</summary>
internal enum ExitCode
{
    /// <summary>Done.</summary>
    Done = 0,

    /// <summary>Failed: an empty folder, a single actor, a model of the other mode, every input refused, interrupted.</summary>
    Failed = 1,

    /// <summary>The command line was wrong: an unknown flag, a bad or contradictory value, a named path that is not there.</summary>
    Usage = 2,

    /// <summary>Done, but some inputs were refused.</summary>
    PartlyRefused = 3,
}
