using System.CommandLine;
using EmotionGpu.Cli.Output;

namespace EmotionGpu.Cli.Options;

/// <summary><c>--scratch</c>: where the caches of a benchmark are made and deleted again.</summary>
internal sealed class ScratchOption
{
    private readonly Option<string?> _scratch = ValueOption.ExistingFolder("--scratch",
        "Folder, on the disk to be measured, where caches are made and deleted again. [default: the system's folder for temporary files]");

    /// <summary>The flag itself.</summary>
    public Option Option => _scratch;

    /// <summary>Adds the flag to a command.</summary>
    public void AddTo(Command command) => command.Options.Add(_scratch);

    /// <summary>The folder; people are told where it is none of a disk.</summary>
    public string Read(ParseResult parse, Screen screen)
    {
        var folder = parse.GetValue(_scratch) ?? Path.GetTempPath();
        if (IsInMemory(folder))
            screen.Line($"{folder} lies in memory (tmpfs), where flushing costs nothing: name a folder of a disk with --scratch");
        return folder;
    }

    private static bool IsInMemory(string folder)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(folder)).DriveFormat is "tmpfs" or "ramfs";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false; // A system that does not say; the warning is a courtesy.
        }
    }
}
