using System.CommandLine;
using EmotionGpu.Training.Reports;

namespace EmotionGpu.Cli.Options;

/// <summary>The flags that a model depends on besides data and seed: recipe, front end, network's input.</summary>
internal sealed class RunFlags
{
    private readonly RecipeOptions _recipe = new();
    private readonly FrontEndOptions _frontEnd = new(RecipeOptions.Default.LogMel);
    private readonly NetworkInputOptions _input = new(RecipeOptions.Default.Input);

    /// <summary>Adds the flags to a command.</summary>
    public void AddTo(Command command)
    {
        _recipe.AddTo(command);
        _frontEnd.AddTo(command);
        _input.AddTo(command);
    }

    /// <summary>What the command line asks for.</summary>
    /// <exception cref="CommandException">A value is out of range or contradicts another.</exception>
    public RunOptions Read(ParseResult parse)
    {
        var preset = _recipe.Preset(parse);
        var logMel = _frontEnd.Read(parse, preset.LogMel);
        var input = _input.Read(parse, logMel, preset.Input);
        var recipe = _recipe.Read(parse, logMel.NMels, input.Frames(logMel));
        // They are of the front end and the input, but a named recipe was made with them.
        if ((logMel, input) != (preset.LogMel, preset.Input) && recipe.Name == preset.Recipe.Name)
            recipe = recipe with { Name = recipe.Name + "+" };
        return new RunOptions(logMel, input, recipe);
    }
}
