using System.CommandLine;
using EmotionGpu.Cli.Options;
using EmotionGpu.Cli.Output;
using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Cache;
using EmotionGpu.Inference;
using EmotionGpu.Training.Corpora;
using Microsoft.Extensions.FileSystemGlobbing;
using Microsoft.Extensions.FileSystemGlobbing.Abstractions;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion predict</c>: labels with probabilities.</summary>
internal sealed class PredictCommand : EmotionCommand
{
    /// <summary>Classes that people see when nothing is said.</summary>
    private const int ShownClasses = 3;

    private readonly ModelOptions _model = new();
    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "WAV files; folders: all their .wav files, subfolders included; patterns with * and, for folders of any depth, **.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<int> _topK = ValueOption.Whole("--top-k",
        "Only the K most probable classes. [default: every class; people see 3]", new Interval(1, 1000));

    private readonly Option<PredictionFormat> _format = ValueOption.Choice("--format",
        "How it is printed; all but the table as soon as it is known, a line each. rttm and audacity are for timelines.", (PredictionFormat?)PredictionFormat.Table);

    private readonly TimelineFlags _timeline = new();
    private readonly DeviceOptions _device = new();

    public PredictCommand() : base("predict", "Label recordings, each seen as the model wants it: one centred crop, or several averaged; or windows of them.",
        "emotion predict --model model.zip interview.wav",
        "emotion predict --model model.zip recordings/ --top-k 2 --json",
        "emotion predict --model model.zip interview.wav --timeline --format audacity > labels.txt")
    {
        Arguments.Add(_files);
        _model.AddTo(this);
        Options.Add(_topK);
        Options.Add(_format);
        _timeline.AddTo(this);
        _device.AddTo(this);
        AddJson();
    }

    /// <inheritdoc/>
    protected override bool PrintsData(ParseResult parse) => FormatOf(parse) != PredictionFormat.Table;

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult parse, Screen screen, CancellationToken cancellation)
    {
        var timeline = _timeline.Read(parse);
        RequireFormat(parse, screen.IsJson, timeline is not null);
        var files = Expand(parse.GetValue(_files)!);
        var (model, mode) = _model.Load(parse, _device);
        using var disposed = model;
        int? topK = parse.Has(_topK) ? parse.GetValue(_topK) : null;
        var lines = PrintsData(parse) ? new PredictionLines(FormatOf(parse), model.Metadata.Classes, topK ?? int.MaxValue) : null;
        lines?.Begin(timeline is not null);
        var work = new Work(screen, model, files, topK, lines, [], cancellation);
        var (done, results) = timeline is null ? Recordings(work) : Timelines(work, timeline);
        if (model.Metadata.Synthetic)
            DemoNotice.ShowModel(screen);
        RefusedRecordings.Show(screen, work.Refused);
        screen.Document(new { Model = _model.Path(parse), Mode = mode.Name(), Results = results, work.Refused });
        return RefusedRecordings.Code(parse, work.Refused, done);
    }

    private PredictionFormat FormatOf(ParseResult parse) => parse.Has(_format) ? parse.GetValue(_format) : PredictionFormat.Table;

    private void RequireFormat(ParseResult parse, bool json, bool timeline)
    {
        var (format, word) = (FormatOf(parse), ValueOption.Word(FormatOf(parse)));
        if (json && parse.Has(_format))
            throw CommandException.Usage($"--json and --format {word} are both given; one of them is wanted");
        if (format is PredictionFormat.Rttm or PredictionFormat.Audacity && !timeline)
            throw CommandException.Usage($"--format {word} is for --timeline alone");
        if (format is not (PredictionFormat.Table or PredictionFormat.Jsonl) && parse.Has(_topK))
            throw CommandException.Usage($"--top-k is not for --format {word}");
    }

    private static (int Done, object[] Results) Recordings(Work work)
    {
        var (done, kept) = (0, new List<FilePrediction>());
        Watch(work, work.Model.PredictFiles(work.Files), file =>
        {
            if (file.Prediction is null)
            {
                work.Refused.Add(new RefusedClip(file.Path, file.Reason!));
                return;
            }

            done++;
            if (work.Lines is null)
                kept.Add(file);
            else
                work.Lines.Write(file.Path, file.Prediction);
        });
        Show(work, kept);
        return (done, [.. kept.Select(file => new
        {
            file.Path,
            file.Prediction!.Label,
            file.Prediction.Entropy,
            Probabilities = PredictionLines.MostProbable(work.Classes, file.Prediction, work.TopK ?? int.MaxValue),
        })]);
    }

    private static (int Done, object[] Results) Timelines(Work work, TimelineOptions options)
    {
        var (done, kept) = (0, new List<(string Path, TimelineWindow[] Windows)>());
        Watch(work, work.Files, path =>
        {
            try
            {
                var windows = work.Model.Timeline(path, options).TakeWhile(_ => !work.Cancellation.IsCancellationRequested);
                // Of what is printed as it comes nothing is kept.
                if (work.Lines is null)
                    kept.Add((path, [.. windows]));
                else
                    work.Lines.Write(path, windows);
                work.Cancellation.ThrowIfCancellationRequested();
                done++;
            }
            catch (AudioFormatException error)
            {
                work.Refused.Add(new RefusedClip(path, error.Problem));
            }
        });
        Show(work, kept);
        return (done, [.. kept.Select(file => new
        {
            file.Path,
            Windows = file.Windows.Select(window => PredictionLines.Document(window, work.Classes, work.TopK ?? int.MaxValue)),
        })]);
    }

    private static void Watch<T>(Work work, IEnumerable<T> inputs, Action<T> predict) => ProgressView.Watch(work.Screen, view =>
    {
        var counter = view.Counting("predicting", work.Files.Length);
        var seen = 0;
        foreach (var input in inputs)
        {
            work.Cancellation.ThrowIfCancellationRequested();
            predict(input);
            counter.Report(++seen);
        }

        return seen;
    });

    private static string[] Expand(IReadOnlyList<string> paths)
    {
        string[] files = [.. paths.SelectMany(FilesOf)];
        return files.Length > 0
            ? files
            : throw CommandException.Failed($"{string.Join(", ", paths)}: no WAV files in it or its subfolders");
    }

    // A file may have a star in its name.
    private static IEnumerable<string> FilesOf(string path) =>
        File.Exists(path) ? [path]
        : Directory.Exists(path) ? RecordingsIn(path)
        : !path.Contains('*', StringComparison.Ordinal) ? throw CommandException.Usage($"{path}: there is no such file or folder")
        : Pattern(path) is { Count: > 0 } found ? found
        : throw CommandException.Usage($"{path}: no file matches");

    /// <summary>Files that a pattern stands for: <c>*</c> within a name, <c>**</c> for folders of any depth.</summary>
    private static List<string> Pattern(string path)
    {
        // The folder before the first star is looked into, and stands before what is found as it was typed.
        var end = path.LastIndexOfAny([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], path.IndexOf('*', StringComparison.Ordinal)) + 1;
        var (folder, pattern) = (path[..end], path[end..]);
        var root = new DirectoryInfo(folder.Length == 0 ? "." : folder);
        return root.Exists
            ? [.. new Matcher(StringComparison.Ordinal).AddInclude(pattern).Execute(new DirectoryInfoWrapper(root)).Files.Select(file => folder + file.Path)
                .Order(StringComparer.Ordinal)]
            : [];
    }

    private static IEnumerable<string> RecordingsIn(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(path => path.EndsWith(".wav", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal);

    private static void Show(Work work, List<FilePrediction> predictions)
    {
        if (predictions.Count == 0)
            return;
        var table = Tables.WithText("recording", "label", "bits", "probabilities");
        foreach (var file in predictions)
            table.WithRow(file.Path, file.Prediction!.Label, $"{file.Prediction.Entropy:F2}", Shares(work, file.Prediction));
        work.Screen.Show(table);
        work.Screen.Line("bits: uncertainty, the entropy of all probabilities");
    }

    private static void Show(Work work, List<(string Path, TimelineWindow[] Windows)> timelines)
    {
        foreach (var (path, windows) in timelines)
        {
            work.Screen.Line(path);
            var table = Tables.WithText("start", "end", "label", "bits", "probabilities");
            foreach (var window in windows)
            {
                var (bits, shares) = window.Prediction is { } heard ? ($"{heard.Entropy:F2}", Shares(work, heard)) : ("", "");
                table.WithRow($"{window.Start:F2}", $"{window.End:F2}", PredictionLines.LabelOf(window), bits, shares);
            }

            work.Screen.Show(table);
        }
    }

    private static string Shares(Work work, Prediction prediction) => string.Join("  ",
        PredictionLines.MostProbable(work.Classes, prediction, work.TopK ?? ShownClasses).Select(pair => $"{pair.Key} {pair.Value:F3}"));

    /// <param name="Screen">For people.</param>
    /// <param name="Model">What predicts.</param>
    /// <param name="Files">Recordings.</param>
    /// <param name="TopK">Classes that are wanted; null: not said.</param>
    /// <param name="Lines">Prints results as they come; null: they are kept for the end.</param>
    /// <param name="Refused">Recordings that could not be read, added to.</param>
    /// <param name="Cancellation">Ends the work between two windows or recordings.</param>
    private sealed record Work(
        Screen Screen, EmotionModel Model, string[] Files, int? TopK, PredictionLines? Lines, List<RefusedClip> Refused,
        CancellationToken Cancellation)
    {
        public IReadOnlyList<string> Classes => Model.Metadata.Classes;
    }
}
