using System.CommandLine;
using EmotionGpu.Cli.Options;
using EmotionGpu.Cli.Output;
using EmotionGpu.Training.Evaluation;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion crossval merge</c>: scores the folds that machines ran on their own.</summary>
internal sealed class CrossvalMergeCommand : EmotionCommand
{
    private readonly CrossvalFlags _flags = new(ValueOption.ExistingFolder("--out",
        "Folder with the runs of every fold and seed, copied there where they were made elsewhere; what is made of them goes there too."));

    public CrossvalMergeCommand() : base("merge",
        "Score the runs of 'crossval --fold-index' together, with the flags that they had; missing and foreign runs are refused, and nothing is trained.",
        "emotion crossval merge --mode emotion --data data/RAVDESS --out results/emotion",
        "emotion crossval merge --mode emotion --data data/RAVDESS --protocol emobox --seeds 5 --out results/emotion --json")
    {
        _flags.AddTo(this);
        AddJson();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult parse, Screen screen, CancellationToken cancellation)
    {
        var request = _flags.Read(parse).Request;
        var merged = CrossValidationView.Watch(screen, showsTest: true, progress => CrossValidation.Merge(request, progress, cancellation));
        return CrossvalCommand.ShowFinished(parse, screen, merged, _flags.Data(parse));
    }
}
