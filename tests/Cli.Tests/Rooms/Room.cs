namespace EmotionGpu.Cli.Tests.Rooms;

/// <summary>What a room may use: a row of the table of rooms.</summary>
/// <param name="Name">The project's name under <c>src</c>.</param>
/// <param name="Assembly">The assembly's name.</param>
/// <param name="Projects">Rooms that its project may name.</param>
/// <param name="Packages">Packages that its project may name.</param>
/// <param name="Assemblies">
/// Assemblies outside of .NET itself that its code may use, rooms included; a star at the end stands for anything.
/// </param>
public sealed record Room(string Name, string Assembly, string[] Projects, string[] Packages, string[] Assemblies)
{
    /// <summary>
    /// Beside the table's own words: Serving is the room of the server, on the framework's own (ASP.NET Core). Training draws its report with ScottPlot (on SkiaSharp). Hashes are System.IO.Hashing's,
    /// which belongs to .NET but comes as a package.
    /// </summary>
    public static IReadOnlyList<Room> All { get; } =
    [
        new("Features.Gpu", "EmotionGpu.Features.Gpu",
            Projects: [],
            Packages: ["ILGPU", "ILGPU.Algorithms", "System.IO.Hashing"],
            Assemblies: ["ILGPU", "ILGPU.Algorithms", "System.IO.Hashing"]),
        new("Inference", "EmotionGpu.Inference",
            Projects: ["Features.Gpu"],
            Packages: ["Microsoft.ML", "Microsoft.ML.OnnxTransformer", "Microsoft.ML.OnnxRuntime"],
            Assemblies: ["EmotionGpu.Features.Gpu", "Microsoft.ML.*", "System.IO.Hashing"]),
        new("Serving", "EmotionGpu.Serving",
            Projects: ["Features.Gpu", "Inference"],
            Packages: [],
            Assemblies:
            [
                "EmotionGpu.Features.Gpu", "EmotionGpu.Inference", "Microsoft.AspNetCore", "Microsoft.AspNetCore.*", "Microsoft.Extensions.*", "Microsoft.Net.Http.Headers", "System.IO.Hashing",
            ]),
        new("Training", "EmotionGpu.Training",
            Projects: ["Features.Gpu", "Inference"],
            Packages: ["Microsoft.ML", "TorchSharp", "ScottPlot", "SkiaSharp.NativeAssets.Linux.NoDependencies"],
            Assemblies:
            [
                "EmotionGpu.Features.Gpu", "EmotionGpu.Inference", "Microsoft.ML.*", "TorchSharp", "ScottPlot", "SkiaSharp",
            ]),
        new("Cli", "emotion",
            Projects: ["Serving", "Training"],
            Packages: ["System.CommandLine", "Spectre.Console", "Microsoft.Extensions.FileSystemGlobbing"],
            Assemblies:
            [
                "EmotionGpu.Features.Gpu", "EmotionGpu.Inference", "EmotionGpu.Serving", "EmotionGpu.Training",
                "System.CommandLine", "Spectre.Console", "Spectre.Console.*", "Microsoft.Extensions.FileSystemGlobbing",
            ]),
    ];

    /// <summary>The room's folder.</summary>
    public string Folder => Path.Combine(Repository.Root, "src", Name);

    /// <summary>Whether its code may use the assembly.</summary>
    public bool MayUse(string assembly) => Assemblies.Any(allowed => allowed.EndsWith(".*", StringComparison.Ordinal)
        ? assembly.StartsWith(allowed[..^1], StringComparison.Ordinal)
        : assembly == allowed);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
