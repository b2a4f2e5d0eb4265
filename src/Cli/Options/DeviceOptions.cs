using System.CommandLine;
using EmotionGpu.Cli.Output;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Cli.Options;

/// <summary><c>--backend</c> and <c>--device</c>: where features are computed.</summary>
internal sealed class DeviceOptions
{
    private readonly Option<Chosen<BackendKind?>?> _backend = ValueOption.Choice<BackendKind?>("--backend",
        "Where features are computed; auto takes the best there is, emulator is for debugging kernels and thousands of times too slow.",
        [("auto", null), .. Enum.GetValues<BackendKind>().Select(kind => (ValueOption.Word(kind), (BackendKind?)kind))], "auto");

    private readonly Option<int> _device = ValueOption.Whole("--device",
        "Index among the backend's devices, as 'emotion devices' lists them. [default: the first]", new Interval(0, 1023));

    /// <summary>Adds the flags to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_backend);
        command.Options.Add(_device);
    }

    /// <summary>The backend asked for; null: the best there is.</summary>
    public BackendKind? Backend(ParseResult parse) => parse.GetValue(_backend)?.Meaning;

    /// <summary>The index asked for; null: the first.</summary>
    public int? Device(ParseResult parse) => parse.Has(_device) ? parse.GetValue(_device) : null;

    /// <summary>The backend that the command line asks for; with <c>auto</c> the CPU goes on where a device fails, which standard error is told.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="logMel">The front end.</param>
    public IFeatureBackend CreateThatGoesOn(ParseResult parse, LogMelOptions logMel) => FeatureBackends.Create(
        Backend(parse), logMel, Device(parse), error => ErrorReport.WriteLine(parse.CommandPath(), $"{error.Message} The CPU goes on (--backend auto)."));

    /// <summary>The backend that the command line asks for, and no other: what is measured is to be the device.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="logMel">The front end.</param>
    public IFeatureBackend Create(ParseResult parse, LogMelOptions logMel) => FeatureBackends.Create(Backend(parse), logMel, Device(parse));
}
