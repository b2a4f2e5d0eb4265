using System.CommandLine;
using EmotionGpu.Training.Reports;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Cli.Options;

/// <summary>The flags that a model depends on besides data and seed: recipe, front end, network's input.</summary>
internal sealed class RunFlags
{
    private readonly RecipeOptions _recipe;
    private readonly FrontEndOptions _frontEnd;
    private readonly NetworkInputOptions _input;

    /// <param name="start">What a command line without <c>--recipe</c> starts from, and what the help shows.</param>
    public RunFlags(RecipePreset start) =>
        (_recipe, _frontEnd, _input) = (new RecipeOptions(start), new FrontEndOptions(start.LogMel), new NetworkInputOptions(start.Input));

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
