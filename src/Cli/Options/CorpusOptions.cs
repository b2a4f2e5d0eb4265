using System.CommandLine;
using EmotionGpu.Training.Corpora;

namespace EmotionGpu.Cli.Options;

/// <summary>The flags that say by what recordings are labelled.</summary>
internal sealed class CorpusOptions
{
    private readonly Option<Chosen<CorpusKind?>?> _corpus = ValueOption.Choice<CorpusKind?>("--corpus",
        "By whose file names the recordings are labelled, or that a table labels them (csv); auto takes the corpus that most names are of.",
        [("auto", null), .. Enum.GetValues<CorpusKind>().Select(kind => (kind.Name(), (CorpusKind?)kind))], "auto");

    private readonly Option<string?> _labels = ValueOption.ExistingFile("--labels",
        "CSV file that labels the recordings: columns path (relative to the data folder), speaker, label (one of the eight emotions).");

    /// <summary>Adds the flags to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_corpus);
        command.Options.Add(_labels);
    }

    /// <summary>What they say.</summary>
    /// <exception cref="CommandException">They contradict each other.</exception>
    public CorpusChoice Read(ParseResult parse)
    {
        var (kind, labels) = (parse.GetValue(_corpus)?.Meaning, parse.GetValue(_labels));
        if (kind == CorpusKind.Csv && labels is null)
            throw CommandException.Usage("--corpus csv: --labels FILE.csv is wanted, the table that labels the recordings");
        if (kind is not (null or CorpusKind.Csv) && labels is not null)
            throw CommandException.Usage($"--labels contradicts --corpus {kind.Value.Name()}: either a table labels the recordings or their names do");
        return new CorpusChoice(labels is null ? kind : CorpusKind.Csv, labels);
    }

    /// <summary>The flag that is there and has no meaning without recordings; null: neither is.</summary>
    public string? Given(ParseResult parse) => parse.Has(_corpus) ? _corpus.Name : parse.Has(_labels) ? _labels.Name : null;
}
