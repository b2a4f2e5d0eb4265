using EmotionGpu.Features.Devices;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Features.Tests.Devices;

/// <content>Golden arrays: four RAVDESS clips, computed in float64 with numpy and scipy.</content>
public abstract partial class FeatureBackendTests
{
    [Theory]
    [MemberData(nameof(GoldenClips))]
    public void Real_clips_agree_with_the_golden_arrays(string name)
    {
        Assert.SkipUnless(FullSize, "too large for this backend");
        using var backend = Open();
        var golden = new GoldenClip(name);
        var (options, clip) = (backend.Options, golden.Recording());

        Tolerance.Near(golden.Array("resampled"), backend.Resample([clip])[0], Tolerance.Resampled);
        var logMel = backend.LogMel([clip])[0];
        Tolerance.NearLogMel(golden.Array("logmel"), logMel, loud: 2e-3, quiet: 0.05);

        var cached = new Half[logMel.Length];
        backend.LogMel([clip], [cached]);
        var (frames, crop) = (cached.Length / options.NMels, new InputOptions().Frames(options));
        var input = new float[options.NMels * crop];
        backend.CentredCrops([new LogMelClip(cached, options.NMels, frames)], new InputOptions(), input);
        Tolerance.Near(golden.Array("input"), input, 5e-3);
    }

    /// <summary>Actors 1, 5, 21 and 16.</summary>
    public static TheoryData<string> GoldenClips =>
        ["03-01-01-01-01-01-01", "03-01-02-01-02-02-05", "03-01-05-02-01-02-21", "03-01-08-02-02-01-16"];
}
