using System.CommandLine;
using EmotionGpu.Cli.Options;
using EmotionGpu.Cli.Output;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion completion</c>: what a shell runs at its start to complete commands and flags.</summary>
internal sealed class CompletionCommand : EmotionCommand
{
    private readonly Argument<string> _shell = new("SHELL") { Description = "bash, zsh or fish." };

    public CompletionCommand() : base("completion", "Print what completes commands, flags and their words in a shell.",
        "emotion completion bash >> ~/.bashrc",
        "emotion completion zsh >> ~/.zshrc",
        "emotion completion fish > ~/.config/fish/completions/emotion.fish")
    {
        _shell.CompletionSources.Add("bash", "zsh", "fish");
        Arguments.Add(_shell);
        AddJson();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult parse, Screen screen, CancellationToken cancellation)
    {
        var shell = parse.GetValue(_shell)!;
        var script = shell switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            "fish" => Fish,
            _ => throw CommandException.Usage($"'{shell}' is no shell that can be completed in; bash, zsh or fish is wanted"),
        };
        if (screen.IsJson)
            screen.Document(new { Shell = shell, Script = script });
        else
            Console.Out.Write(script.ReplaceLineEndings("\n"));
        return ExitCode.Done;
    }

    // The program itself says what may stand at a place of the line; where it has nothing to say a file's name stands.
    private const string Bash = """
        _emotion() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(emotion "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _emotion emotion

        """;

    private const string Zsh = """
        _emotion() {
            local words_found=("${(@f)$(emotion "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
            if [[ -n "$words_found" ]]; then compadd -- "${words_found[@]}"; else _files; fi
        }
        (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
        compdef _emotion emotion

        """;

    private const string Fish = """
        complete -c emotion -a '(emotion "[suggest:"(commandline -C)"]" (commandline -cp) 2>/dev/null)'

        """;
}
