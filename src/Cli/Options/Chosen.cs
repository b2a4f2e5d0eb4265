namespace EmotionGpu.Cli.Options;

/// <summary>What a typed word means. System.CommandLine takes a parsed null for a value of the wrong type, so a word that means null is wrapped.</summary>
/// <param name="Meaning">The meaning; may be null.</param>
internal sealed record Chosen<T>(T Meaning);
