using EmotionGpu.Features.Devices;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Features.Tests.Devices;

public sealed class FeatureBackendsTests
{
    [Fact]
    public void Every_backend_is_listed_with_a_device_or_a_reason()
    {
        var list = FeatureBackends.List();
        Assert.Equal(Enum.GetValues<BackendKind>(), list.Select(entry => entry.Backend).Distinct());
        Assert.All(list, entry => Assert.NotEmpty(entry.Device));
        Assert.All(list, entry => Assert.True(entry.Available || !string.IsNullOrEmpty(entry.Reason)));
        Assert.Contains(list, entry => entry is { Backend: BackendKind.Cpu, Available: true });
    }

    [Fact]
    public void Auto_takes_a_backend_that_is_listed_as_available()
    {
        using var backend = FeatureBackends.Create(null, new LogMelOptions());
        Assert.Equal(FeatureBackends.Best(), backend.Kind);
        Assert.Contains(FeatureBackends.List(), entry => entry.Backend == backend.Kind && entry.Available);
    }

    [Theory]
    [InlineData(BackendKind.Cuda)]
    [InlineData(BackendKind.OpenCl)]
    public void A_missing_backend_says_what_to_install(BackendKind kind)
    {
        Assert.SkipWhen(FeatureBackends.List().Any(entry => entry.Backend == kind && entry.Available), "it is not missing here");
        var error = Assert.Throws<BackendUnavailableException>(() => FeatureBackends.Create(kind, new LogMelOptions()));
        Assert.Equal(kind, error.Backend);
        Assert.Contains("install", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BackendKind.Cpu)]
    [InlineData(BackendKind.Emulator)]
    public void A_device_that_is_not_there_is_refused(BackendKind kind)
    {
        var error = Assert.Throws<BackendUnavailableException>(() => FeatureBackends.Create(kind, new LogMelOptions(), 7));
        Assert.Contains("device 7", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_are_refused_before_a_device_is_opened() =>
        Assert.Throws<ArgumentException>(() => FeatureBackends.Create(BackendKind.Cuda, new LogMelOptions { NMels = 0 }));
}
