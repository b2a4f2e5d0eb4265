using SharpFuzz;

namespace EmotionGpu.Fuzzing.Campaigns;

/// <summary>A copy of this program whose assemblies count the branches they take; gone when disposed.</summary>
internal sealed class InstrumentedCopy : IDisposable
{
    /// <summary>The code under test, and of this program the parser that is wrong on purpose.</summary>
    private static readonly (string Assembly, Func<string, bool> Types)[] Instrumented =
    [
        ("EmotionGpu.Features.Gpu.dll", IsReader),
        ("EmotionGpu.Inference.dll", _ => true),
        ("EmotionGpu.Serving.dll", _ => true),
        ("EmotionGpu.Training.dll", type => type.Contains(".Metrics.", StringComparison.Ordinal) || type.Contains(".Corpora.Protocol", StringComparison.Ordinal)
            || type.Contains(".Export.Safetensors", StringComparison.Ordinal)),
        ("Fuzzing.dll", type => type.EndsWith(".PlantedParser", StringComparison.Ordinal)),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("emotiongpu-fuzzing-").FullName;

    public InstrumentedCopy()
    {
        Copy(AppContext.BaseDirectory, _folder);
        foreach (var (assembly, types) in Instrumented)
        {
            // The instrumenter goes through the types while its answer is read.
            _ = Fuzzer.Instrument(Path.Combine(_folder, assembly), types, Options.Value).Count();
        }
    }

    /// <summary>The program's assembly.</summary>
    public string Program => Path.Combine(_folder, "Fuzzing.dll");

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Kernels and vector code say nothing of hostile inputs, and a model is fed at the speed that they have.
    private static bool IsReader(string type) => type.Contains(".Audio.", StringComparison.Ordinal) || type.Contains(".Cache.", StringComparison.Ordinal);

    // Folders (native libraries of all systems, 800 MB, and the seeds) are linked.
    private static void Copy(string from, string to)
    {
        foreach (var folder in Directory.EnumerateDirectories(from))
            Directory.CreateSymbolicLink(Path.Combine(to, Path.GetFileName(folder)), folder);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
