using EmotionGpu.Features.Augment;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.SpecAugment;
using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Reports;
using EmotionGpu.Training.Tests.Evaluation;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Tests.Trainers;

/// <summary>A whole training whose features and batches are made by a device's kernels: it goes as one by the CPU does.</summary>
public abstract class DeviceTrainingTests(BackendKind kind) : IDisposable
{
    private readonly ToyRecordings _recordings = new();

    public void Dispose()
    {
        _recordings.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void A_training_goes_as_it_does_by_the_CPU()
    {
        if (FeatureBackends.List().First(device => device.Backend == kind) is { Available: false } missing)
            Assert.Skip(missing.Reason ?? "not there");
        var (expected, actual) = (Train(BackendKind.Cpu), Train(kind));
        Assert.Equal(kind.Name(), actual.Environment.FeatureBackend);
        Assert.Equal(2, actual.Epochs.Count);
        foreach (var (cpu, device) in expected.Epochs.Zip(actual.Epochs))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"loss {cpu.TrainLoss:F6} by the CPU, {device.TrainLoss:F6} by {kind}; macro-F1 {cpu.MacroF1:F4}, {device.MacroF1:F4}");
            Assert.Equal(cpu.TrainLoss, device.TrainLoss, 0.002);
            Assert.Equal(cpu.MacroF1, device.MacroF1, 0.15);
        }
    }

    private RunRecord Train(BackendKind backend)
    {
        var request = _recordings.Request(_recordings.WriteProtocol([1], [2]), kind.Name()).Training;
        return TrainingSession.Run(
            request with
            {
                Backend = backend,
                CacheFolder = _recordings[$"cache-{backend}"],
                RunFolder = _recordings[$"run-{backend}"],
                Recipe = request.Recipe with
                {
                    Epochs = 2,
                    BatchSize = 8,
                    MixupAlpha = 0.3,
                    SpecAugment = new SpecAugmentOptions { FreqWidth = 2, TimeWidth = 4 },
                    Augment = new AugmentOptions { TimeWarp = 0.15, MelWarp = 0.08, MelShift = 1, GainDecibel = 3, NoiseDecibel = -40 },
                },
            },
            progress: null,
            TestContext.Current.CancellationToken).Record;
    }
}

/// <summary>On the first OpenCL device, PoCL on the processor included.</summary>
public sealed class OpenClTrainingTests() : DeviceTrainingTests(BackendKind.OpenCl);

/// <summary>On an NVIDIA GPU.</summary>
public sealed class CudaTrainingTests() : DeviceTrainingTests(BackendKind.Cuda);

/// <summary>On ILGPU's emulator.</summary>
public sealed class EmulatorTrainingTests() : DeviceTrainingTests(BackendKind.Emulator);
