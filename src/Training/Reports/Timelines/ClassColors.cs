using ScottPlot;

namespace EmotionGpu.Training.Reports.Timelines;

/// <summary>
/// The colours of classes, the same in every picture: neighbours in the usual order differ in lightness too, so that those who see few colours tell them apart.
/// </summary>
internal static class ClassColors
{
    private static readonly Dictionary<string, string> Known = new()
    {
        ["neutral"] = "#b4b9c2",
        ["calm"] = "#4fb3a5",
        ["happy"] = "#f6c445",
        ["sad"] = "#3f6fb5",
        ["angry"] = "#d6453d",
        ["fearful"] = "#7a4fa3",
        ["disgust"] = "#8aa83b",
        ["surprised"] = "#f08bb4",
        ["negative"] = "#d6453d",
        ["positive"] = "#8aa83b",
    };

    /// <summary>A class' colour.</summary>
    /// <param name="name">The class.</param>
    /// <param name="number">Its place among the classes, for those of other models.</param>
    public static Color Of(string name, int number) =>
        Known.TryGetValue(name, out var color) ? Color.FromHex(color) : new ScottPlot.Palettes.Category10().GetColor(number);
}
