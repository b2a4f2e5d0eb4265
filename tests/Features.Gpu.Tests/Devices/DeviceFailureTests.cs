using EmotionGpu.Features.Cache;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.Devices.Cpu;
using EmotionGpu.Features.Devices.Gpu;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.Tests.Audio;
using EmotionGpu.Features.Tests.Cache;

namespace EmotionGpu.Features.Tests.Devices;

/// <summary>The tests that leave the whole process little memory.</summary>
[CollectionDefinition(nameof(OutOfMemory), DisableParallelization = true)]
public sealed class OutOfMemory;

/// <summary>
/// A device that runs out of memory in the middle of a build: the emulator, whose memory is the machine's, and one recording that takes
/// more of it than there is. Beside the recordings, everything is real.
/// </summary>
[Collection(nameof(OutOfMemory))]
public sealed class DeviceFailureTests(ITestOutputHelper output)
{
    // Enough for the threads of a build, too little for the long recording.
    private const long MemoryLeft = 600L << 20;

    private static readonly LogMelOptions FrontEnd = new() { SampleRate = 384_000, NFft = 256, HopLength = 256, NMels = 4, FMax = 192_000 };

    // A recording that becomes 96 times as long: 768 MB of samples on the device.
    private static CacheFolders Recordings()
    {
        var folders = new CacheFolders();
        for (var i = 0; i < 8; i++)
            folders.AddFile($"clip-{i}.wav", WavBuilder.Pcm16(384_000, 1, [.. Enumerable.Range(0, 600).Select(k => (short)(k * (7 + i)))]));
        folders.AddFile("clip-5-long.wav", WavBuilder.Pcm16(4_000, 1, [.. Enumerable.Range(0, 1_600_000).Select(k => (short)(k * 11))]));
        return folders;
    }

    private static void Require() => Assert.SkipUnless(OperatingSystem.IsLinux(), "memory is limited as Linux does it");

    [Fact]
    public void A_device_that_was_named_fails_with_its_name_and_what_was_written_stays()
    {
        Require();
        using var folders = Recordings();
        using var backend = FeatureBackends.Create(BackendKind.Emulator, FrontEnd);
        DeviceException error;
        using (new AddressSpaceLimit(MemoryLeft))
            error = Assert.Throws<DeviceException>(() => folders.Build(backend));

        Assert.Equal(backend.DeviceName, error.Device);
        Assert.StartsWith($"log-mel failed on {backend.DeviceName}: ", error.Message, StringComparison.Ordinal);
        Assert.IsType<OutOfMemoryException>(error.InnerException);
        Assert.Equal(4, Manifest.Load(folders.Cache).Entries.Count);
        Assert.Empty(folders.Verify().Damaged);
        Assert.Empty(Directory.GetFiles(folders.Cache, "*.tmp"));
        using var cpu = new CpuBackend(FrontEnd);
        Assert.Equal(5, folders.Build(cpu).Written);
        output.WriteLine($"a device without memory: \"{error.Message}\"; 4 clips kept, lost: nothing");
    }

    [Fact]
    public void Where_none_was_named_the_cpu_goes_on_and_says_so_once()
    {
        Require();
        using var folders = Recordings();
        var told = new List<Exception>();
        // Taken away as soon as it has been felt: the CPU wants memory too.
        AddressSpaceLimit? limit = null;
        using var backend = FeatureBackends.CreateThatGoesOn(
            () => new DeviceBackend(AcceleratorDevice.Open(BackendKind.Emulator, 0), FrontEnd, ownsDevice: true), FrontEnd, error =>
            {
                limit!.Dispose();
                told.Add(error);
            });
        Assert.Equal(BackendKind.Emulator, backend.Kind);
        CacheBuildResult built;
        using (limit = new AddressSpaceLimit(MemoryLeft))
            built = folders.Build(backend);

        Assert.IsType<OutOfMemoryException>(Assert.IsType<DeviceException>(Assert.Single(told)).InnerException);
        Assert.Equal((9, 0, BackendKind.Cpu), (built.Written, built.Refused.Count, backend.Kind));
        Assert.Empty(folders.Verify().Damaged);
        using var cpu = new CpuBackend(FrontEnd);
        using var alone = Recordings();
        File.Delete(Path.Combine(alone.Data, "clip-5-long.wav"));
        var expected = alone.Build(cpu).Entries.ToDictionary(entry => entry.Path, entry => entry.Xxh128);
        Assert.All(built.Entries.Where(entry => string.CompareOrdinal(entry.Path, "clip-5.wav") >= 0), entry => Assert.Equal(expected[entry.Path], entry.Xxh128));
        output.WriteLine($"auto: \"{told[0].Message}\"; the CPU computed the rest of 9 clips, lost: nothing");
    }

    [Fact]
    public void A_device_that_cannot_be_opened_is_passed_over()
    {
        var told = new List<Exception>();
        // No machine has so many.
        using var backend = FeatureBackends.CreateThatGoesOn(() => FeatureBackends.CreateOnDevice(BackendKind.Emulator, FrontEnd, 99), FrontEnd, told.Add);
        Assert.Equal(BackendKind.Cpu, backend.Kind);
        Assert.Contains("device 99", Assert.Single(told).Message, StringComparison.Ordinal);
    }
}
