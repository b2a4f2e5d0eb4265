using System.CommandLine;
using EmotionGpu.Cli.Options;
using EmotionGpu.Cli.Output;
using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Cache;
using EmotionGpu.Inference;
using EmotionGpu.Training.Corpora;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion predict</c>: labels with probabilities.</summary>
internal sealed class PredictCommand : EmotionCommand
{
    private readonly ModelOptions _model = new();
    private readonly RecordingArguments _files = new();
    private readonly Option<int> _topK = ValueOption.Whole("--top-k",
        "Only the K most probable classes. [default: every class; people see 3]", new Interval(1, 1000));

    private readonly Option<PredictionFormat> _format = ValueOption.Choice("--format",
        "How it is printed; all but the table as soon as it is known, a line each. rttm and audacity are for timelines.", (PredictionFormat?)PredictionFormat.Table);

    private readonly TimelineFlags _timeline = new();
    private readonly DeviceOptions _device = new();

    public PredictCommand() : base("predict", "Label recordings, each seen as the model wants it: one centred crop, or several averaged; or windows of them.",
        "emotion predict --model model.zip interview.wav",
        "emotion predict --model model.zip recordings/ --top-k 2 --json",
        "emotion predict --model model.zip interview.wav --timeline --format audacity > labels.txt",
        "emotion predict --model model.zip interview.mp3 --timeline --plot interview.png",
        "ffmpeg -i video.mp4 -f wav - | emotion predict --model model.zip -")
    {
        _files.AddTo(this);
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
        var files = _files.Read(parse);
        var picture = _timeline.ReadPlot(parse, files.Length);
        var (model, mode) = _model.Load(parse, _device);
        using var disposed = model;
        using var input = files.Contains(StandardInput.Name) ? StandardInput.Read(cancellation) : null;
        int? topK = parse.Has(_topK) ? parse.GetValue(_topK) : null;
        var lines = PrintsData(parse) ? new PredictionLines(FormatOf(parse), model.Metadata.Classes, topK ?? int.MaxValue) : null;
        lines?.Begin(timeline is not null);
        var work = new Work(screen, model, files, input, topK, lines, [], cancellation);
        var (done, results) = timeline is null ? Recordings(work) : Timelines(work, timeline, picture is null ? null : new TimelinePlot(picture, model));
        if (picture is not null && done > 0)
            screen.Line($"{picture}: waveform, log-mel and probabilities of {files[0]}");
        if (model.Metadata.Synthetic)
            DemoNotice.ShowModel(screen);
        CardNotice.Show(screen, model);
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
        var predictions = work.Model.PredictFiles(work.Files.Select(work.PathOf)).Zip(work.Files, (prediction, name) => prediction with { Path = name });
        Watch(work, predictions, file =>
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
        work.Tables.Show(kept);
        return (done, [.. kept.Select(file => new
        {
            file.Path,
            file.Prediction!.Label,
            file.Prediction.Entropy,
            Probabilities = PredictionDocument.MostProbable(work.Classes, file.Prediction, work.TopK ?? int.MaxValue),
        })]);
    }

    private static (int Done, object[] Results) Timelines(Work work, TimelineOptions options, TimelinePlot? plot)
    {
        var (done, kept) = (0, new List<(string Path, TimelineWindow[] Windows)>());
        Watch(work, work.Files, path =>
        {
            try
            {
                var windows = work.Model.Timeline(work.PathOf(path), options).TakeWhile(_ => !work.Cancellation.IsCancellationRequested);
                windows = plot?.Watch(windows) ?? windows;
                // Of what is printed as it comes nothing is kept.
                if (work.Lines is null)
                    kept.Add((path, [.. windows]));
                else
                    work.Lines.Write(path, windows);
                work.Cancellation.ThrowIfCancellationRequested();
                plot?.Save(path, work.PathOf(path));
                done++;
            }
            catch (AudioFormatException error)
            {
                work.Refused.Add(new RefusedClip(path, error.Problem));
            }
        });
        foreach (var (path, windows) in kept)
            work.Tables.Show(path, windows);
        return (done, [.. kept.Select(file => new
        {
            file.Path,
            Windows = file.Windows.Select(window => PredictionDocument.Of(window, work.Classes, work.TopK ?? int.MaxValue)),
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

    /// <param name="Screen">For people.</param>
    /// <param name="Model">What predicts.</param>
    /// <param name="Files">Recordings as they are named.</param>
    /// <param name="Input">Standard input, where it is one of them.</param>
    /// <param name="TopK">Classes that are wanted; null: not said.</param>
    /// <param name="Lines">Prints results as they come; null: they are kept for the end.</param>
    /// <param name="Refused">Recordings that could not be read, added to.</param>
    /// <param name="Cancellation">Ends the work between two windows or recordings.</param>
    private sealed record Work(
        Screen Screen, EmotionModel Model, string[] Files, StandardInput? Input, int? TopK, PredictionLines? Lines, List<RefusedClip> Refused,
        CancellationToken Cancellation)
    {
        public IReadOnlyList<string> Classes => Model.Metadata.Classes;

        public PredictionTables Tables => new(Screen, Classes, TopK);

        public string PathOf(string name) => name == StandardInput.Name ? Input!.Path : name;
    }
}
