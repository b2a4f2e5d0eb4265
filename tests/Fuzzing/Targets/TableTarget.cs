using EmotionGpu.Fuzzing.Mutation;
using EmotionGpu.Training.Metrics;

namespace EmotionGpu.Fuzzing.Targets;

/// <summary>A table of predictions, CSV. A field becomes a string, and an error carries the row's or the whole header's.</summary>
internal sealed class TableTarget() : FileTarget("table", new MemoryLimit(96, 64 << 10), "predictions.csv")
{
    private static readonly string[] Words = ["\"", "\"\"", ",", "\r\n", "\n", "p_", "path", "neutral", "0.5", "1e-3", "\0", "é", "\uFEFF"];

    /// <inheritdoc/>
    public override byte[] Mutate(byte[] input, Random random) => TextMutation.Apply(input, ",\n\"", Words, random);

    /// <inheritdoc/>
    protected override bool Read(byte[] input)
    {
        try
        {
            foreach (var clip in PredictionTable.Read(File.Path).Clips)
                Promise(clip.Predicted >= 0 && clip.Predicted < clip.Probabilities.Count, $"class {clip.Predicted}");
            return true;
        }
        catch (PredictionException)
        {
            return false;
        }
    }
}
