using System.CommandLine;
using EmotionGpu.Cli.Options;
using EmotionGpu.Cli.Output;
using EmotionGpu.Features.Cache;
using EmotionGpu.Inference;
using EmotionGpu.Training.Corpora;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion predict</c>: labels with probabilities.</summary>
internal sealed class PredictCommand : EmotionCommand
{
    /// <summary>Classes that people see when nothing is said.</summary>
    private const int ShownClasses = 3;

    private readonly ModelOptions _model = new();
    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "WAV files, or folders: all their .wav files, subfolders included.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<int> _topK = ValueOption.Whole("--top-k",
        "Only the K most probable classes. [default: every class; people see 3]", new Interval(1, 1000));

    private readonly DeviceOptions _device = new();

    public PredictCommand() : base("predict", "Label recordings, each seen as the model wants it: one centred crop, or several averaged.",
        "emotion predict --model model.zip interview.wav",
        "emotion predict --model model.zip recordings/ --top-k 2 --json")
    {
        Arguments.Add(_files);
        _model.AddTo(this);
        Options.Add(_topK);
        _device.AddTo(this);
        AddJson();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult parse, Screen screen, CancellationToken cancellation)
    {
        var files = Expand(parse.GetValue(_files)!);
        var (model, mode) = _model.Load(parse);
        using var disposed = model;
        var predictions = Predict(parse, screen, model, files, cancellation);
        var refused = predictions.Where(file => file.Prediction is null).Select(file => new RefusedClip(file.Path, file.Reason!)).ToArray();
        var results = predictions.Where(file => file.Prediction is not null).ToArray();
        int? topK = parse.Has(_topK) ? parse.GetValue(_topK) : null;
        Show(screen, model.Metadata.Classes, results, topK ?? ShownClasses);
        if (model.Metadata.Synthetic)
            DemoNotice.ShowModel(screen);
        RefusedRecordings.Show(screen, refused);
        screen.Document(new
        {
            Model = _model.Path(parse),
            Mode = mode.Name(),
            Results = results.Select(file => new
            {
                file.Path,
                file.Prediction!.Label,
                Probabilities = MostProbable(model.Metadata.Classes, file.Prediction, topK ?? int.MaxValue),
            }),
            Refused = refused,
        });
        return RefusedRecordings.Code(parse, refused, results.Length);
    }

    private List<FilePrediction> Predict(
        ParseResult parse, Screen screen, EmotionModel model, string[] files, CancellationToken cancellation)
    {
        using var backend = _device.Create(parse, model.Metadata.LogMel);
        return ProgressView.Watch(screen, view =>
        {
            var counter = view.Counting("predicting", files.Length);
            var predictions = new List<FilePrediction>(files.Length);
            foreach (var prediction in model.PredictFiles(files, backend))
            {
                cancellation.ThrowIfCancellationRequested();
                predictions.Add(prediction);
                counter.Report(predictions.Count);
            }

            return predictions;
        });
    }

    private static string[] Expand(IReadOnlyList<string> paths)
    {
        if (paths.FirstOrDefault(path => !File.Exists(path) && !Directory.Exists(path)) is { } missing)
            throw CommandException.Usage($"{missing}: there is no such file or folder");
        string[] files = [.. paths.SelectMany(path => File.Exists(path) ? [path] : RecordingsIn(path))];
        return files.Length > 0
            ? files
            : throw CommandException.Failed($"{string.Join(", ", paths)}: no WAV files in it or its subfolders");
    }

    private static IEnumerable<string> RecordingsIn(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(path => path.EndsWith(".wav", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal);

    private static void Show(Screen screen, IReadOnlyList<string> classes, FilePrediction[] results, int count)
    {
        if (results.Length == 0)
            return;
        var table = Tables.WithText("recording", "label", "probabilities");
        foreach (var file in results)
        {
            var shares = MostProbable(classes, file.Prediction!, count).Select(pair => $"{pair.Key} {pair.Value:F3}");
            table.WithRow(file.Path, file.Prediction!.Label, string.Join("  ", shares));
        }

        screen.Show(table);
    }

    /// <summary>Class and probability, the most probable first.</summary>
    private static OrderedDictionary<string, float> MostProbable(IReadOnlyList<string> classes, Prediction prediction, int count) =>
        new(classes.Zip(prediction.Probabilities, KeyValuePair.Create).OrderByDescending(pair => pair.Value).Take(count));
}
