using System.CommandLine;
using System.Security.Cryptography;
using EmotionGpu.Serving;

namespace EmotionGpu.Cli.Options;

/// <summary>Where a server listens, whom it answers, and what it takes.</summary>
internal sealed class ServerFlags
{
    private static readonly ServerOptions Defaults = new();
    private static readonly ServerLimits Limits = new();

    private readonly Option<string?> _host = new("--host")
    {
        Description = $"Name or address of this machine to listen at; another than the loopback wants a token. [default: {Defaults.Host}]",
        HelpName = "name",
    };

    /// <summary>The command line is read by others on the machine, the environment is not.</summary>
    private const string TokenVariable = "EMOTION_TOKEN";

    private readonly Option<int> _port = ValueOption.Whole("--port", "Port; 0: any that is free.", new Interval(0, 65_535), Defaults.Port);
    private readonly Option<string?> _runs = ValueOption.ExistingFolder("--runs", "Folder of runs, which are listed with their scores and reports.");
    private readonly Option<string?> _token = new("--token")
    {
        Description = $"What clients must show. [default: {TokenVariable} of the environment; else beyond the loopback one is made and printed]",
        HelpName = "text",
    };

    private readonly Option<string[]> _origins = new("--allow-origin")
    {
        Description = "Origin of another site whose pages may use the server, https://example.org say; may be given several times.",
        HelpName = "origin",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<int> _bodyBytes = ValueOption.Whole("--max-body-bytes",
        "Bytes of an upload.", new Interval(1024, int.MaxValue), (int)Limits.MaxBodyBytes);

    private readonly Option<double> _seconds = ValueOption.Number("--max-seconds", "Seconds of audio in an upload.", new Interval(1, 86_400), Limits.MaxSeconds);
    private readonly Option<int> _windows = ValueOption.Whole("--max-windows", "Windows of an upload's timeline.", new Interval(1, 1_000_000), Limits.MaxWindows);
    private readonly Option<int> _uploads = ValueOption.Whole("--max-uploads", "Uploads at once.", new Interval(1, 1000), Limits.MaxUploads);
    private readonly Option<int> _streams = ValueOption.Whole("--max-streams", "Streams at once.", new Interval(1, 10_000), Limits.MaxStreams);
    private readonly Option<int> _connections = ValueOption.Whole("--max-connections",
        "Connections at once.", new Interval(1, 100_000), Limits.MaxConnections);

    private readonly Option<int> _messageBytes = ValueOption.Whole("--max-message-bytes",
        "Bytes of a stream's message.", new Interval(256, 1 << 24), Limits.MaxMessageBytes);

    private readonly Option<int> _bodyRate = ValueOption.Whole("--min-body-rate",
        "Bytes a second that an upload must come with.", new Interval(1, 1_000_000), Limits.MinBodyBytesPerSecond);

    private readonly Option<double> _bodySeconds = ValueOption.Number("--max-body-seconds",
        "Seconds in which an upload must be here.", new Interval(1, 86_400), Limits.MaxBodySeconds);

    private readonly Option<double> _idle = ValueOption.Number("--idle-seconds",
        "Seconds after which a stream is closed that nothing came from.", new Interval(1, 3600), Limits.IdleSeconds);

    /// <summary>Adds the flags to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] options =
        [
            _host, _port, _runs, _token, _origins, _bodyBytes, _seconds, _windows, _uploads, _streams, _connections, _messageBytes, _bodyRate, _bodySeconds, _idle,
        ];
        foreach (var option in options)
            command.Options.Add(option);
    }

    /// <summary>Whether a folder of runs is named.</summary>
    public bool HasRuns(ParseResult parse) => parse.Has(_runs);

    /// <summary>What the command line asks for; beyond the loopback with a token that is made where none is given.</summary>
    /// <exception cref="CommandException">A value is out of range.</exception>
    public ServerOptions Read(ParseResult parse)
    {
        var options = Defaults with
        {
            Host = parse.GetValue(_host) ?? Defaults.Host,
            Port = parse.GetValue(_port),
            Token = parse.GetValue(_token) ?? (Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } secret ? secret : null),
            AllowedOrigins = parse.GetValue(_origins) ?? [],
            RunsFolder = parse.GetValue(_runs),
            Limits = new ServerLimits
            {
                MaxBodyBytes = parse.GetValue(_bodyBytes),
                MaxSeconds = parse.GetValue(_seconds),
                MaxWindows = parse.GetValue(_windows),
                MaxUploads = parse.GetValue(_uploads),
                MaxStreams = parse.GetValue(_streams),
                MaxConnections = parse.GetValue(_connections),
                MaxMessageBytes = parse.GetValue(_messageBytes),
                MinBodyBytesPerSecond = parse.GetValue(_bodyRate),
                MaxBodySeconds = parse.GetValue(_bodySeconds),
                IdleSeconds = parse.GetValue(_idle),
            },
        };
        try
        {
            if (options is { Token: null, IsLoopback: false })
                options = options with { Token = RandomNumberGenerator.GetHexString(32, lowercase: true) };
            return options.Validate();
        }
        catch (ArgumentException error)
        {
            throw CommandException.Usage(error.Message);
        }
    }
}
