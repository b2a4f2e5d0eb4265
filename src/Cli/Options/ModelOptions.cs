using System.CommandLine;
using EmotionGpu.Inference;
using EmotionGpu.Training.Corpora;

namespace EmotionGpu.Cli.Options;

/// <summary><c>--model</c> and <c>--mode</c>: a trained model, and what it must tell apart.</summary>
internal sealed class ModelOptions
{
    private readonly Option<string?> _model = ValueOption.ExistingFile("--model",
        "A trained model, the model.zip of a run folder. [default: the one in the box]");

    private readonly Option<TaskMode> _mode = ValueOption.Choice<TaskMode>("--mode",
        "With --model: fail unless the model is of this mode; without: which of those in the box. [default: the model's; emotion]");

    /// <summary>Adds the flags to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_model);
        command.Options.Add(_mode);
    }

    /// <summary>Whether a model is named, or there is one in the box.</summary>
    public bool IsThere(ParseResult parse) => parse.Has(_model) || File.Exists(InBox(parse));

    /// <summary>The model's path as typed, or that of the one in the box.</summary>
    /// <exception cref="CommandException">None is named and none is in the box.</exception>
    public string Path(ParseResult parse)
    {
        if (parse.GetValue(_model) is { } named)
            return named;
        var inBox = InBox(parse);
        return File.Exists(inBox)
            ? inBox
            : throw CommandException.Usage($"--model is missing, and this program was built without a model of its own ({inBox}); give the model.zip of a run folder");
    }

    /// <summary>Loads the model.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="device">Where it computes features; null: on the processor.</param>
    /// <param name="waitsSpinning">Whether it keeps a processor busy while it waits, for calls that follow each other.</param>
    /// <exception cref="ModelFormatException">The file is not a model.</exception>
    /// <exception cref="CommandException">The model is of the other mode.</exception>
    public (EmotionModel Model, TaskMode Mode) Load(ParseResult parse, DeviceOptions? device = null, bool waitsSpinning = true)
    {
        var path = Path(parse);
        var model = EmotionModel.Load(path, device is null ? null : logMel => device.Create(parse, logMel), waitsSpinning);
        try
        {
            var mode = ModeOf(model.Metadata, path);
            return !parse.Has(_mode) || parse.GetValue(_mode) == mode
                ? (model, mode)
                : throw CommandException.Failed($"{path} is a model for {mode.Name()}, --mode asks for {parse.GetValue(_mode).Name()}");
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private string InBox(ParseResult parse)
    {
        var mode = parse.Has(_mode) ? parse.GetValue(_mode) : TaskMode.Emotion;
        return System.IO.Path.Combine(AppContext.BaseDirectory, "models", $"{mode.Name()}.zip");
    }

    private static TaskMode ModeOf(ModelMetadata metadata, string path)
    {
        foreach (var mode in Enum.GetValues<TaskMode>())
        {
            if (mode.Name() == metadata.Mode && mode.Classes().Order().SequenceEqual(metadata.Classes.Order()))
                return mode;
        }

        throw CommandException.Failed($"{path}: a model for {metadata.Mode} with classes {string.Join(", ", metadata.Classes)}; "
            + "emotion and sentiment with their own classes are supported");
    }
}
