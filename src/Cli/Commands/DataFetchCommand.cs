using System.CommandLine;
using EmotionGpu.Cli.Options;
using EmotionGpu.Cli.Output;
using EmotionGpu.Training.Corpora.Fetching;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion data fetch</c>: downloads a corpus, checks it and unpacks it.</summary>
internal sealed class DataFetchCommand : EmotionCommand
{
    private static readonly CorpusArchive Archive = CorpusArchive.Ravdess;
    private static readonly FetchRequest Defaults = new() { Archive = Archive, Folder = "" };

    private readonly Argument<string> _corpus = new("CORPUS") { Description = "The corpus: ravdess." };
    private readonly Option<string?> _out = ValueOption.NewFolder("--out",
        $"Folder of the recordings, empty or not there yet. [default: {TrainCommand.DefaultData}]");

    private readonly Option<Uri?> _url = new("--url")
    {
        Description = $"Mirror of the archive; length and checksum must be those of the published one. [default: {Archive.Url}]",
        HelpName = "url",
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
                return url;
            result.AddError($"--url {result.Tokens[0].Value}: an address that begins with http:// or https:// is wanted");
            return null;
        },
    };

    private readonly Option<bool> _accept = ValueOption.Switch("--accept-license", "Accept the corpus's licence without being asked.");
    private readonly Option<int> _retries = ValueOption.Whole("--retries",
        "Tries after the first one that broke off; each goes on where the last one ended.", new Interval(0, 1000), Defaults.Retries);

    private readonly Option<double> _stall = ValueOption.Number("--stall-seconds",
        "A connection on which nothing comes for so long is given up.", new Interval(1, 3600), Defaults.Stall.TotalSeconds);

    public DataFetchCommand() : base("fetch", "Download a corpus, check it by its checksum and unpack it; the same command goes on where it broke off.",
        "emotion data fetch ravdess",
        "emotion data fetch ravdess --accept-license --out data/RAVDESS --url https://mirror.example.org/Audio_Speech_Actors_01-24.zip")
    {
        _corpus.CompletionSources.Add(Archive.Name);
        Arguments.Add(_corpus);
        foreach (var option in new Option[] { _out, _url, _accept, _retries, _stall })
            Options.Add(option);
        AddJson();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult parse, Screen screen, CancellationToken cancellation)
    {
        var corpus = parse.GetValue(_corpus)!;
        if (corpus != Archive.Name)
            throw CommandException.Usage($"'{corpus}' cannot be fetched; {Archive.Name} is wanted. Other corpora are got from those who publish them");
        var request = new FetchRequest
        {
            Archive = Archive,
            Folder = parse.GetValue(_out) ?? TrainCommand.DefaultData,
            Mirror = parse.GetValue(_url),
            Retries = parse.GetValue(_retries),
            Stall = TimeSpan.FromSeconds(parse.GetValue(_stall)),
        };
        ShowLicence(screen, request);
        if (!parse.Has(_accept))
            Ask(screen);
        var result = ProgressView.Watch(screen, view => CorpusFetch.Run(request, new Progress(view), cancellation).GetAwaiter().GetResult());
        screen.Line($"{result.Folder}: {result.Files} files, {ByteCount.Text(result.Bytes)}; 'emotion train --mode emotion --data {result.Folder}' trains on them");
        screen.Document(new
        {
            Corpus = corpus,
            result.Folder,
            Url = request.Source,
            result.Files,
            result.Bytes,
            Archive.Md5,
            Archive.Licence,
        });
        return ExitCode.Done;
    }

    private static void ShowLicence(Screen screen, FetchRequest request)
    {
        foreach (var line in Archive.Terms)
            screen.Line(line);
        screen.Line($"{ByteCount.Text(Archive.Bytes)} from {request.Source} to {request.Folder}");
    }

    private static void Ask(Screen screen)
    {
        if (!screen.IsTerminal || Console.IsInputRedirected)
            throw CommandException.Usage("--accept-license is wanted where nobody can be asked: read the licence above, then give it");
        screen.Line("Do you accept the licence? Type yes to go on.");
        if (Console.ReadLine()?.Trim().ToLowerInvariant() is not ("yes" or "y"))
            throw CommandException.Failed("the licence was not accepted, and nothing was fetched");
    }

    private sealed class Progress(ProgressView view) : IProgress<FetchEvent>
    {
        public void Report(FetchEvent value)
        {
            switch (value)
            {
                case FetchEvent.Downloading downloading:
                    view.Report("download", downloading.Bytes, downloading.Total, $"{ByteCount.Text(downloading.Bytes)} of {ByteCount.Text(downloading.Total)}");
                    break;
                case FetchEvent.BrokeOff broken:
                    view.Line($"{broken.Reason}; tried again in {broken.Pause.TotalSeconds:0} s");
                    break;
                case FetchEvent.Unpacking unpacking:
                    view.Report("unpacking", unpacking.Files, unpacking.Total, "");
                    break;
            }
        }
    }
}
