using System.CommandLine;
using EmotionGpu.Cli.Options;
using EmotionGpu.Cli.Output;
using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion features</c>: one clip's features as a NumPy file.</summary>
internal sealed class FeaturesCommand : EmotionCommand
{
    private enum Stage
    {
        Resampled,
        LogMel,
        Input,
    }

    private readonly Argument<string> _recording = new("RECORDING") { Description = "The recording: WAV, or a format that libsndfile reads." };
    private readonly Option<Stage> _stage = ValueOption.Choice<Stage>("--stage",
        "resampled: [samples]; logmel: dB, [mels, frames]; input: what the network sees, [mels, T].");

    private readonly Option<string?> _out = ValueOption.NewFile("--out", "NumPy file to write: little-endian float32, C order.");
    private readonly FrontEndOptions _frontEnd = new();
    private readonly NetworkInputOptions _input = new();
    private readonly DeviceOptions _device = new();

    public FeaturesCommand() : base("features", "Write one clip's features as a NumPy file.",
        "emotion features clip.wav --stage logmel --out clip.npy",
        "emotion features clip.wav --stage input --out input.npy --n-mels 64 --duration 2.5 --backend cpu")
    {
        _stage.Required = true;
        _out.Required = true;
        Arguments.Add(_recording);
        Options.Add(_stage);
        Options.Add(_out);
        _frontEnd.AddTo(this);
        _input.AddTo(this);
        _device.AddTo(this);
        AddJson();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult parse, Screen screen, CancellationToken cancellation)
    {
        var path = parse.GetValue(_recording)!;
        if (!File.Exists(path))
            throw CommandException.Usage($"{path}: {(Directory.Exists(path) ? "a file is wanted, this is a folder" : "there is no such file")}");
        var stage = parse.GetValue(_stage);
        var output = parse.GetValue(_out)!;
        var logMel = _frontEnd.Read(parse);
        var input = _input.Read(parse, logMel);
        var recording = RecordingReader.Read(path);
        using var backend = _device.CreateThatGoesOn(parse, logMel);
        var (values, shape) = Compute(backend, recording, stage, input);
        NpyFile.Write(output, values, shape);
        var kind = ValueOption.Word(backend.Kind);
        screen.Line($"{output}: {ValueOption.Word(stage)} [{string.Join(", ", shape)}] of {path}, computed on {kind} ({backend.DeviceName})");
        screen.Document(new
        {
            Path = path,
            Stage = ValueOption.Word(stage),
            Shape = shape,
            Out = output,
            Backend = kind,
            Device = backend.DeviceName,
        });
        return ExitCode.Done;
    }

    private static (float[] Values, int[] Shape) Compute(IFeatureBackend backend, Waveform recording, Stage stage, InputOptions input)
    {
        var mels = backend.Options.NMels;
        switch (stage)
        {
            case Stage.Resampled:
                var samples = backend.Resample([recording])[0];
                return (samples, [samples.Length]);
            case Stage.LogMel:
                var decibel = backend.LogMel([recording])[0];
                return (decibel, [mels, decibel.Length / mels]);
            case Stage.Input:
                var frames = input.Frames(backend.Options);
                return (NetworkInput(backend, recording, input), [mels, frames]);
            default:
                throw new ArgumentOutOfRangeException(nameof(stage), stage, null);
        }
    }

    /// <summary>The centred crop [mel, T] of the clip as it would be cached, in float16.</summary>
    private static float[] NetworkInput(IFeatureBackend backend, Waveform recording, InputOptions input)
    {
        var mels = backend.Options.NMels;
        var cached = Array.ConvertAll(backend.LogMel([recording])[0], value => (Half)value);
        var clip = new LogMelClip(cached, mels, cached.Length / mels);
        var values = new float[mels * input.Frames(backend.Options)];
        backend.CentredCrops([clip], input, values);
        return values;
    }
}
