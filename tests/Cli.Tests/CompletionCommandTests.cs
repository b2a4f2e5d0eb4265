using System.Diagnostics;

namespace EmotionGpu.Cli.Tests;

public sealed class CompletionCommandTests
{
    [Theory]
    [InlineData("emotion pred", "predict")]
    [InlineData("emotion predict --form", "--format")]
    [InlineData("emotion predict --format au", "audacity")]
    [InlineData("emotion cache ver", "verify")]
    [InlineData("emotion completion z", "zsh")]
    public void The_shell_is_told_what_may_stand_there(string line, string word)
    {
        using var folder = new TemporaryFolder();
        var found = folder.Emotion($"[suggest:{line.Length}]", line).Expect(0).Output;
        Assert.Equal([word], found.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public void Each_script_asks_the_program(string shell)
    {
        using var folder = new TemporaryFolder();
        var script = folder.Emotion("completion", shell).Expect(0).Output;
        Assert.Contains("[suggest:", script, StringComparison.Ordinal);
        Assert.Equal(script, folder.Emotion("completion", shell, "--json").Expect(0).Json.Text("script"));
    }

    [Fact]
    public void Bash_completes_with_it()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "there is no bash here");
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["completion.sh"], folder.Emotion("completion", "bash").Expect(0).Output);
        File.WriteAllText(folder["try.sh"], $$"""
            emotion() { dotnet {{Path.Combine(Repository.ProgramFolder, "emotion.dll")}} "$@"; }
            . ./completion.sh
            COMP_LINE="emotion bench fea" COMP_POINT=17 COMP_WORDS=(emotion bench fea) COMP_CWORD=2
            _emotion
            echo "${COMPREPLY[*]}"
            """.ReplaceLineEndings("\n"));
        using var bash = Process.Start(new ProcessStartInfo("/bin/bash", ["try.sh"]) { WorkingDirectory = folder.Path, RedirectStandardOutput = true })!;
        Assert.Equal("features", bash.StandardOutput.ReadToEnd().Trim());
        bash.WaitForExit();
    }
}
