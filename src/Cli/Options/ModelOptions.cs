using System.CommandLine;
using EmotionGpu.Inference;
using EmotionGpu.Training.Corpora;

namespace EmotionGpu.Cli.Options;

/// <summary><c>--model</c> and <c>--mode</c>: a trained model, and what it must tell apart.</summary>
internal sealed class ModelOptions
{
    private readonly Option<string?> _model = ValueOption.ExistingFile("--model", "A trained model, the model.zip of a run folder.");
    private readonly Option<TaskMode> _mode = ValueOption.Choice<TaskMode>("--mode",
        "Fail unless the model is of this mode. [default: the model's]");

    public ModelOptions() => _model.Required = true;

    /// <summary>Adds the flags to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_model);
        command.Options.Add(_mode);
    }

    /// <summary>The model's path as typed.</summary>
    public string Path(ParseResult parse) => parse.GetValue(_model)!;

    /// <summary>Loads the model.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="device">Where it computes features.</param>
    /// <exception cref="ModelFormatException">The file is not a model.</exception>
    /// <exception cref="CommandException">The model is of the other mode.</exception>
    public (EmotionModel Model, TaskMode Mode) Load(ParseResult parse, DeviceOptions device)
    {
        var path = Path(parse);
        var model = EmotionModel.Load(path, logMel => device.Create(parse, logMel));
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
