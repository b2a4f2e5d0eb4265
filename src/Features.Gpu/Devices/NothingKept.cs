namespace EmotionGpu.Features.Devices;

/// <summary>What <see cref="IFeatureBackend.Keep"/> gives where nothing is kept.</summary>
internal sealed class NothingKept : IDisposable
{
    public void Dispose()
    {
    }
}
