using ILGPU.Runtime;

namespace EmotionGpu.Features.Devices.Gpu;

/// <summary>
/// What one batch at a time works with: a stream and memory on both sides. ILGPU's streams cannot wait for each other, so a
/// batch's upload, kernels and download all go into its slot's stream; other slots' streams fill the gaps.
/// </summary>
internal sealed class DeviceSlot : IDisposable
{
    private readonly List<IDisposable> _held = [];

    /// <param name="accelerator">Where; not disposed.</param>
    public DeviceSlot(Accelerator accelerator)
    {
        Stream = accelerator.CreateStream();
        Up = new(accelerator);
        Samples = new(accelerator);
        Down = new(accelerator);
    }

    /// <summary>Where its work is queued.</summary>
    public AcceleratorStream Stream { get; }

    /// <summary>What goes up: samples or cached clips, and the tables that say what each group works on.</summary>
    public TransferBlock Up { get; }

    /// <summary>What stays on the device: resampled clips, float32 [sample], or the crops of partners in a mix, float32 [clip, mel, T].</summary>
    public DeviceBuffer<float> Samples { get; }

    /// <summary>What comes down.</summary>
    public TransferBlock Down { get; }

    /// <summary>How often device or page-locked memory was allocated.</summary>
    public int Allocations => Up.Allocations + Samples.Allocations + Down.Allocations;

    /// <summary>Makes the slot ready for a batch on this thread.</summary>
    public void Begin() => Stream.Accelerator.Bind();

    /// <summary>Keeps something that the batch under way uses until it is done.</summary>
    public void Hold(IDisposable used) => _held.Add(used);

    /// <summary>Waits until everything queued is done and lets go of what the batch held.</summary>
    public void Finish()
    {
        try
        {
            Stream.Synchronize();
        }
        finally
        {
            foreach (var used in _held)
                used.Dispose();
            _held.Clear();
        }
    }

    public void Dispose()
    {
        Up.Dispose();
        Samples.Dispose();
        Down.Dispose();
        Stream.Dispose();
    }
}
