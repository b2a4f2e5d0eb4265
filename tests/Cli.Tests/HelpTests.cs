namespace EmotionGpu.Cli.Tests;

/// <summary>What the program says about itself.</summary>
public sealed class HelpTests
{
    /// <summary>Every command that runs.</summary>
    public static TheoryData<string> Commands { get; } =
    [
        "data fetch", "train", "crossval", "crossval merge", "compare", "ablate", "evaluate", "report", "predict", "serve", "cache build", "cache merge", "cache verify", "cache info", "cache prune",
        "features", "bench features", "bench train", "bench serve", "bench compare", "devices",
    ];

    [Theory, MemberData(nameof(Commands))]
    public void A_commands_help_has_an_example_and_its_flags_are_those_of_the_reference(string command)
    {
        using var folder = new TemporaryFolder();
        var help = folder.Emotion([.. command.Split(' '), "--help"]).Expect(0);
        Assert.Empty(help.Error);
        var examples = help.Output[help.Output.IndexOf("Examples:", StringComparison.Ordinal)..];
        Assert.Contains($"  emotion {command}", examples, StringComparison.Ordinal);
        Assert.Equal(CommandReference.FlagsOf(command), CommandReference.FlagsIn(help.Output));
    }

    [Fact]
    public void The_programs_help_names_every_command()
    {
        using var folder = new TemporaryFolder();
        var help = folder.Emotion("--help").Expect(0);
        string[] commands = ["train", "crossval", "compare", "ablate", "evaluate", "report", "predict", "serve", "data", "cache", "features", "bench", "devices"];
        foreach (var command in commands)
            Assert.Contains($"\n  {command} ", help.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_is_a_number_alone()
    {
        using var folder = new TemporaryFolder();
        Assert.Matches(@"^\d+\.\d+\.\d+\S*\n$", folder.Emotion("--version").Expect(0).Output);
    }
}
