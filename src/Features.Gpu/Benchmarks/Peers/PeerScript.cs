using System.ComponentModel;
using System.Text.Json;

namespace EmotionGpu.Features.Benchmarks.Peers;

/// <summary>A Python program to compare with, which ends by printing its figures as one line of JSON.</summary>
/// <param name="Python">The interpreter that has the packages it needs.</param>
/// <param name="Path">The program.</param>
public sealed record PeerScript(string Python, string Path)
{
    private string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Runs it over a folder of recordings, features made from the files.</summary>
    /// <param name="dataFolder">The recordings.</param>
    /// <param name="processes">How many processes share the work.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="PeerException">It failed, or printed something else.</exception>
    public FilesPeerFigures OverFiles(string dataFolder, int processes, CancellationToken cancellation)
    {
        var figures = Run([dataFolder, "--threads", FormattableString.Invariant($"{processes}")], cancellation);
        return new(Text(figures, "peer"), (int)Number(figures, "clips"), Number(figures, "clips_per_s"));
    }

    /// <summary>Runs it on its own clips on a GPU.</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="PeerException">It failed, or printed something else.</exception>
    public DevicePeerFigures OnDevice(CancellationToken cancellation)
    {
        var figures = Run([], cancellation);
        return new(Text(figures, "peer"), Text(figures, "device"), (int)Number(figures, "batch"),
            Number(figures, "kernel_frames_per_s"), Number(figures, "pipeline_clips_per_s"));
    }

    private JsonElement Run(IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var run = Start(arguments, cancellation);
        if (run.ExitCode != 0)
            throw new PeerException($"{Name} ended with code {run.ExitCode}: {run.LastLine}; name a Python that has what it needs with --python");
        var line = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault("");
        try
        {
            var figures = JsonDocument.Parse(line).RootElement;
            if (figures.ValueKind == JsonValueKind.Object)
                return figures;
        }
        catch (JsonException)
        {
            // Told below, with the line.
        }

        throw new PeerException($"{Name} printed '{line}' last; one line of JSON with its figures was wanted");
    }

    private ChildProcess Start(IEnumerable<string> arguments, CancellationToken cancellation)
    {
        try
        {
            return ChildProcess.Run(Python, arguments.Prepend(Path), cancellation);
        }
        catch (Win32Exception e)
        {
            // The exception's own message names the working folder as well.
            var reason = new Win32Exception(e.NativeErrorCode).Message;
            throw new PeerException($"{Python} could not be started: {reason}; name a Python that has what {Name} needs with --python", e);
        }
    }

    private string Text(JsonElement figures, string name) =>
        figures.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Missing(name, "text");

    private double Number(JsonElement figures, string name) =>
        figures.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.GetDouble() is > 0 and var number
            ? number : throw Missing(name, "a number above 0");

    private PeerException Missing(string name, string wanted) => new($"{Name} printed no \"{name}\" that is {wanted}; is it the right program?");
}
