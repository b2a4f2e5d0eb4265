using EmotionGpu.Features.Devices;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Features.Tests.Devices;

/// <summary>
/// What every backend must do, one body for all; a device's own class says how to make its backend. Stage by stage in the other
/// parts of this class. The reference is the double-precision oracle, and the golden arrays where they are.
/// </summary>
public abstract partial class FeatureBackendTests
{
    /// <summary>Makes the backend; the test disposes it.</summary>
    protected abstract IFeatureBackend Create(LogMelOptions options);

    /// <summary>Why the tests are skipped on this machine; null where they run.</summary>
    protected virtual string? Unavailable => null;

    /// <summary>False for a backend that only manages small sizes in reasonable time.</summary>
    protected virtual bool FullSize => true;

    /// <summary>Length in samples of the longer clips.</summary>
    private int LongClip => FullSize ? 30_000 : 2_000;

    /// <summary>How many random cases a property is tried on.</summary>
    private int Cases => FullSize ? 200 : 3;

    [Fact]
    public void It_says_what_it_is()
    {
        var options = new LogMelOptions { NMels = 64 };
        using var backend = Open(options);
        Assert.Equal(options, backend.Options);
        Assert.True(Enum.IsDefined(backend.Kind));
        Assert.NotEmpty(backend.DeviceName);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Require();
        Assert.Throws<ArgumentException>(() => Create(new LogMelOptions { NFft = 1000 }));
    }

    /// <summary>Skips the test where the backend is missing.</summary>
    protected void Require() => Assert.SkipWhen(Unavailable is not null, Unavailable ?? "");

    private IFeatureBackend Open(LogMelOptions? options = null)
    {
        Require();
        return Create(options ?? new LogMelOptions());
    }
}
