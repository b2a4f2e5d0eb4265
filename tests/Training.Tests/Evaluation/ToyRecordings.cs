using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Tests.Evaluation;

/// <summary>A folder of short tones with RAVDESS names, whose pitch hangs on the emotion, with a quieter one that hangs on the take, and requests for quick trainings on it.</summary>
internal sealed class ToyRecordings : IDisposable
{
    private const int SampleRate = 8000;

    /// <summary>Writes four actors' clips: each emotion once, normal and strong in turn, both statements.</summary>
    public ToyRecordings()
    {
        foreach (var actor in new[] { 1, 2, 3, 4 })
        {
            foreach (var emotion in Enum.GetValues<Emotion>())
                Write(new RavdessName(emotion, emotion == Emotion.Neutral ? 1 : 1 + actor % 2, 1 + (int)emotion % 2, 1, actor));
        }
    }

    /// <summary>Where everything is.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("emotiongpu-crossval-").FullName;

    /// <summary>A path in it.</summary>
    public string this[string relative] => System.IO.Path.Combine(Path, relative);

    /// <summary>Writes one more clip, or another in its place.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="heard">The emotion that sets its pitch; null: that of the name.</param>
    public void Write(RavdessName name, Emotion? heard = null)
    {
        Directory.CreateDirectory(this["data"]);
        var hertz = 200 + 300 * (int)(heard ?? name.Emotion) + 20 * name.Actor;
        var ofTake = 2560 + 220 * (2 * name.Statement + name.Repetition);
        short[] samples = [.. Enumerable.Range(0, 4000).Select(i => (short)(8000 * Sine(hertz, i) + 3000 * Sine(ofTake, i) + i * 31 % 97))];
        using var stream = File.Create(this[$"data/{name}"]);
        PcmWav.Write(stream, SampleRate, samples);
    }

    private static double Sine(int hertz, int sample) => Math.Sin(2 * Math.PI * hertz * sample / SampleRate);

    /// <summary>A protocol file.</summary>
    /// <param name="test">Test actors of each fold.</param>
    public string WriteProtocol(params int[][] test)
    {
        var folds = test.Select(actors => $$"""{"test": [{{string.Join(", ", actors)}}]}""");
        File.WriteAllText(this["protocol.json"], $$"""{"folds": [{{string.Join(", ", folds)}}]}""");
        return this["protocol.json"];
    }

    /// <summary>One epoch of the small CNN on every fold.</summary>
    /// <param name="protocol">Name or file.</param>
    /// <param name="folder">Name of the cross-validation's folder.</param>
    /// <param name="seeds">The seeds.</param>
    public CrossValidationRequest Request(string protocol, string folder = "out", params int[] seeds) => new()
    {
        Training = new TrainingRequest
        {
            DataFolder = this["data"],
            CacheFolder = this["cache"],
            RunFolder = this[folder],
            Protocol = protocol,
            Recipe = Recipe.Seed with { Architecture = Architecture.SmallCnn, Epochs = 1, WarmupEpochs = 0, SpecAugment = null },
            LogMel = new LogMelOptions { SampleRate = SampleRate, NFft = 256, HopLength = 128, NMels = 16 },
            Input = new InputOptions { DurationSeconds = 0.4 },
            Backend = BackendKind.Cpu,
            Threads = 1,
            // Measured, it could differ from run to run, and the numbers with it.
            Precision = Precision.Float32,
        },
        Seeds = seeds.Length == 0 ? [1, 2] : seeds,
    };

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
