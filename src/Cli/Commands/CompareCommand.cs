using System.CommandLine;
using EmotionGpu.Cli.Options;
using EmotionGpu.Cli.Output;
using EmotionGpu.Training.Evaluation;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion compare</c>: cross-validations on the same clips, pair by pair with the first.</summary>
internal sealed class CompareCommand : EmotionCommand
{
    private readonly Argument<string[]> _folders = new("FOLDER")
    {
        Description = "Folders of finished cross-validations: the baseline first, then one or more to compare with it.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<ScoredClips> _clips = ValueOption.Choice<ScoredClips>("--clips",
        "Clips to compare on: test, or the validation clips that chose the epochs.", ScoredClips.Test);

    public CompareCommand() : base("compare",
        "Compare cross-validations with the first one, on the same actors: intervals of the differences and corrected tests.",
        "emotion compare results/seed results/robust",
        "emotion compare results/seed results/robust results/longer --json")
    {
        Arguments.Add(_folders);
        Options.Add(_clips);
        AddJson();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult parse, Screen screen, CancellationToken cancellation)
    {
        var folders = parse.GetValue(_folders)!;
        if (folders.FirstOrDefault(folder => !Directory.Exists(folder)) is { } missing)
            throw CommandException.Usage($"{missing}: there is no such folder");
        if (folders.Length < 2)
            throw CommandException.Usage($"{folders[0]} alone: a second folder is wanted to compare it with");
        var on = parse.Has(_clips) ? parse.GetValue(_clips) : ScoredClips.Test;
        var result = CrossValidationComparison.Of([.. folders.Select(CrossValidationFolder.Read)], on);
        EvaluationTables.Show(screen, result);
        screen.Document(result);
        return ExitCode.Done;
    }
}
