using System.CommandLine;
using EmotionGpu.Cli.Options;
using EmotionGpu.Cli.Output;
using EmotionGpu.Training.Export;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion ensemble</c>: the networks of several runs in one model file.</summary>
internal sealed class EnsembleCommand : EmotionCommand
{
    private readonly Argument<string[]> _runs = new("RUN")
    {
        Description = "Run folders of one recipe, different seeds say; two or more.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _out = ValueOption.NewFile("--out", "The model file to write.");

    public EnsembleCommand() : base("ensemble", "Put the networks of several runs into one model.zip, whose answer is the mean of theirs.",
        "emotion ensemble runs/seed-1 runs/seed-2 runs/seed-3 --out ensemble.zip")
    {
        _out.Required = true;
        Arguments.Add(_runs);
        Options.Add(_out);
        AddJson();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult parse, Screen screen, CancellationToken cancellation)
    {
        var (runs, path) = (parse.GetValue(_runs)!, parse.GetValue(_out)!);
        if (runs.FirstOrDefault(run => !Directory.Exists(run)) is { } missing)
            throw CommandException.Usage($"{missing}: there is no such folder; name run folders");
        if (runs.Length < 2)
            throw CommandException.Usage($"{runs.Length} run: an ensemble has two or more");
        var ensemble = EnsembleBuilder.FromRuns(runs);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        ModelPackage.Save(ensemble.Onnx, ensemble.Metadata, path);
        screen.Line($"{path}: {ensemble.Metadata.Members} networks for {ensemble.Metadata.Mode}, temperature {ensemble.Metadata.Temperature:F3}");
        screen.Document(new { Model = path, ensemble.Metadata.Mode, ensemble.Metadata.Classes, ensemble.Metadata.Members, ensemble.Metadata.Temperature, Runs = runs });
        return ExitCode.Done;
    }
}
