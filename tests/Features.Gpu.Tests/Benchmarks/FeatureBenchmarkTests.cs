using EmotionGpu.Features.Benchmarks;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.Devices.Cpu;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.Tests.Cache;

namespace EmotionGpu.Features.Tests.Benchmarks;

/// <summary>What a timing counts; how long anything takes is no test's business.</summary>
public sealed class FeatureBenchmarkTests
{
    private static readonly LogMelOptions Options = new() { SampleRate = 8000, NFft = 256, HopLength = 128, NMels = 10 };

    // 1 + 3·8000/128, rounded down.
    private const int FramesOfAClip = 188;

    [Theory]
    [InlineData(BenchmarkStage.Kernel, 3 * 8000 * sizeof(float))]
    [InlineData(BenchmarkStage.Pipeline, 3 * 48_000 * sizeof(short))]
    [InlineData(BenchmarkStage.Files, 3 * 48_000 * sizeof(short))]
    public void Rates_belong_together(BenchmarkStage stage, int inputBytes)
    {
        var scratch = Directory.CreateTempSubdirectory("emotion-bench-tests-").FullName;
        try
        {
            using var backend = new CpuBackend(Options);
            var options = new FeatureBenchmarkOptions { Clips = 5, Repeats = 2, WarmUp = TimeSpan.Zero, ScratchFolder = scratch };
            var result = FeatureBenchmark.Run(backend, stage, options, cancellation: TestContext.Current.CancellationToken);
            Assert.Equal((BackendKind.Cpu, stage, 5, 2), (result.Backend, result.Stage, result.Clips, result.Repeats));
            Assert.Equal(FramesOfAClip, result.FramesPerSecond / result.ClipsPerSecond, 6);
            Assert.Equal(3, result.AudioSecondsPerSecond / result.ClipsPerSecond, 6);
            Assert.Equal(result.ClipsPerSecond / result.Ceiling.ClipsPerSecond, result.FractionOfCeiling, 12);
            Assert.NotEmpty(result.Ceiling.What);
            Assert.True(result.PeakMemoryBytes > 0 && result.Spread >= 0);
            var bytes = (inputBytes + FramesOfAClip * 10 * 2.0) / FramesOfAClip;
            // Files have headers, and names in them.
            Assert.InRange(result.BytesPerFrame, bytes - 1e-6, stage == BenchmarkStage.Files ? bytes + 5 : bytes + 1e-6);
            Assert.Empty(Directory.EnumerateFileSystemEntries(scratch));
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    [Fact]
    public void Every_clip_is_computed_once_a_pass_by_calls_of_the_backends_size()
    {
        var computedBefore = new List<int>();
        using var backend = new CountingBackend(Options) { BeforeBatch = computedBefore.Add };
        using var benchmark = new CpuStageBenchmark(backend, BenchmarkStage.Pipeline, 7);
        benchmark.Run();
        Assert.Equal([0, 2, 4, 6], computedBefore);
        Assert.Equal(7, backend.Computed);
    }

    [Fact]
    public void A_folder_with_a_recording_that_cannot_be_read_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("emotion-bench-tests-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "a.wav"), "no sound");
            using var backend = new CpuBackend(Options);
            var error = Assert.Throws<InvalidDataException>(() =>
                new FilesBenchmark(backend, folder, 0, folder, TestContext.Current.CancellationToken));
            Assert.Contains("a.wav", error.Message, StringComparison.Ordinal);
            Assert.Single(Directory.EnumerateFileSystemEntries(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_cancellation_ends_a_pass_and_leaves_no_cache(int passes)
    {
        using var folders = new CacheFolders().WithClips(40);
        var scratch = Directory.CreateDirectory(Path.Combine(folders.Cache, "scratch")).FullName;
        using var source = new CancellationTokenSource();
        var backend = new CountingBackend
        {
            BeforeBatch = computed =>
            {
                if (computed >= 40 * passes + 4)
                    source.Cancel();
            },
        };
        var options = new FeatureBenchmarkOptions { DataFolder = folders.Data, ScratchFolder = scratch, WarmUp = TimeSpan.Zero };
        Assert.ThrowsAny<OperationCanceledException>(
            () => FeatureBenchmark.Run(backend, BenchmarkStage.Files, options, cancellation: source.Token));
        Assert.InRange(backend.Computed, 40 * passes + 4, 40 * passes + 39);
        Assert.Empty(Directory.EnumerateFileSystemEntries(scratch));
    }

    [Fact]
    public void A_cancellation_ends_the_writing_of_recordings()
    {
        using var folders = new CacheFolders();
        var cancelled = new CancellationToken(canceled: true);
        Assert.ThrowsAny<OperationCanceledException>(() => new FilesBenchmark(new CountingBackend(), null, 1000, folders.Data, cancelled));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folders.Data));
    }

    [Fact]
    public void A_failure_of_one_caller_reaches_who_asked()
    {
        using var callers = new ParallelCallers(3);
        Assert.Throws<InvalidOperationException>(() => callers.Run(caller =>
        {
            if (caller == 1)
                throw new InvalidOperationException();
        }));
        var seen = new bool[3];
        callers.Run(caller => seen[caller] = true);
        Assert.All(seen, Assert.True);
    }

    [Fact]
    public void Operations_of_a_clip_are_those_counted_by_hand()
    {
        // 2 Hz·s of one frame each: no resampling, then window, FFT, power, mel and dB.
        var options = new LogMelOptions { SampleRate = 8000, NFft = 256, HopLength = 256, NMels = 4, Center = false };
        var weights = new MelFilterbank(options).Weights.Length;
        Assert.Equal(2 * (256 + 1.25 * 256 * 8 + 2 * 129 + weights + 4), ClipOperations.Count(options, 512, 8000), 6);
        // From 16 kHz each of the 512 outputs meets 41 taps of the filter.
        Assert.Equal(512 * 41, ClipOperations.Count(options, 1024, 16_000) - ClipOperations.Count(options, 512, 8000), 6);
    }
}
