using EmotionGpu.Training.Models;
using EmotionGpu.Training.Trainers;
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

    [Theory]
    [InlineData(Architecture.ResNet18, 11_689_512 - 1000 * 513 + 8 * 513 - 2 * 64 * 49)] // torchvision's, other head and input
    [InlineData(Architecture.SmallCnn, 288 + 64 + 18_432 + 128 + 73_728 + 256 + 1_032)]
    public void Networks_have_the_parameters_of_their_papers(Architecture architecture, long expected)
    {
        TorchRuntime.Initialize();
        using var network = EmotionNetwork.Create(Recipe.Seed with { Architecture = architecture }, 8);
        Assert.Equal(expected, network.parameters().Sum(p => p.numel()));
    }

    [Theory]
    [InlineData(Architecture.ResNet18)]
    [InlineData(Architecture.SmallCnn)]
    public void Networks_give_a_score_a_class(Architecture architecture)
    {
        TorchRuntime.Initialize();
        using var network = EmotionNetwork.Create(Recipe.Seed with { Architecture = architecture, Dropout = 0.5 }, 3);
        using var scores = network.forward(torch.randn(2, 1, 128, 130));
        Assert.Equal([2, 3], scores.shape);
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
