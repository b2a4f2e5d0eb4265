namespace EmotionGpu.Cli.Output;

/// <summary>Sizes for people.</summary>
internal static class ByteCount
{
    private static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB"];

    /// <summary>"11.2 MB"; powers of 1000.</summary>
    public static string Text(long bytes)
    {
        double size = bytes;
        var unit = 0;
        for (; size >= 1000 && unit < Units.Length - 1; unit++)
            size /= 1000;
        return unit == 0 ? $"{bytes} bytes" : $"{size:F1} {Units[unit]}";
    }
}
