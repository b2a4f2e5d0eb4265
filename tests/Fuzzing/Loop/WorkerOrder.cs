using System.Text.Json;

namespace EmotionGpu.Fuzzing.Loop;

/// <summary>What a process of a campaign is told.</summary>
/// <param name="Target">Name of what it feeds.</param>
/// <param name="Inputs">Inputs to give; null: as many as the time allows.</param>
/// <param name="Seconds">Time to take; null: until all inputs are given.</param>
/// <param name="Seed">Of every random choice.</param>
/// <param name="Corpus">Folder of inputs to start from, and to keep in; null: none.</param>
/// <param name="Findings">Folder for inputs that should not be.</param>
/// <param name="InputFile">Where the input that is at work is put (<see cref="CurrentInput"/>).</param>
/// <param name="FindingList">Where findings are listed as they come.</param>
/// <param name="ReportFile">Where the report goes at the end.</param>
internal sealed record WorkerOrder(
    string Target, long? Inputs, double? Seconds, int Seed, string? Corpus, string Findings, string InputFile, string FindingList, string ReportFile)
{
    /// <summary>For a command line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static WorkerOrder FromJson(string json) => JsonSerializer.Deserialize<WorkerOrder>(json)!;
}
