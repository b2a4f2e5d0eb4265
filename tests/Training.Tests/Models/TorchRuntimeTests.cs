using EmotionGpu.Training.Models;
using TorchSharp;

namespace EmotionGpu.Training.Tests.Models;

public sealed class TorchRuntimeTests
{
    [Fact]
    public void Torch_loads_and_computes()
    {
        TorchRuntime.Initialize();
        using var x = torch.ones(3, 4);
        Assert.Equal(12f, x.sum().item<float>());
        Assert.StartsWith("2.", TorchRuntime.Version, StringComparison.Ordinal);
    }

    [Fact]
    public void A_needed_version_is_repointed_to_another_one()
    {
        var path = Directory.EnumerateFiles(AppContext.BaseDirectory, "libLibTorchSharp.so", SearchOption.AllDirectories).FirstOrDefault();
        Assert.SkipWhen(path is null, "libLibTorchSharp.so is only there on Linux");
        var library = File.ReadAllBytes(path!);
        var changed = library.ToArray();

        Assert.True(SymbolVersionPatch.Repoint(changed, "GLIBCXX_3.4.29", "GLIBCXX_3.4.14"));

        var differences = Enumerable.Range(0, library.Length).Where(i => library[i] != changed[i]).ToArray();
        Assert.InRange(differences.Length, 1, 8);
        Assert.False(SymbolVersionPatch.Repoint(changed, "GLIBCXX_3.4.29", "GLIBCXX_3.4.14"), "it is no longer needed");
    }

    [Fact]
    public void What_is_not_a_library_is_refused() =>
        Assert.Throws<InvalidDataException>(() => SymbolVersionPatch.Repoint(new byte[100], "A", "B"));
}
