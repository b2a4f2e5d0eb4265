namespace EmotionGpu.Fuzzing.Campaigns;

/// <summary>What a campaign does.</summary>
/// <param name="Targets">Names of what is fed.</param>
/// <param name="Inputs">Inputs in all, shared evenly by the targets; null: as many as the time allows.</param>
/// <param name="Time">How long it may take, shared evenly by the targets; null: until all inputs are done.</param>
/// <param name="Seed">Of every random choice.</param>
/// <param name="Workers">Targets that are fed at once, each by a process of its own.</param>
/// <param name="Corpus">Folder that inputs are read from besides the seeds, and that those which reach new code are written to; null: none.</param>
/// <param name="Findings">Folder that inputs which should not be are written to.</param>
internal sealed record CampaignOptions(
    IReadOnlyList<string> Targets, long? Inputs, TimeSpan? Time, int Seed, int Workers, string? Corpus, string Findings);
