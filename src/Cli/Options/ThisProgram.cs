namespace EmotionGpu.Cli.Options;

/// <summary>This program as a process of its own.</summary>
internal static class ThisProgram
{
    /// <summary>What starts it: published, the process is the program; built, it is dotnet with the program's file.</summary>
    public static string[] Command
    {
        get
        {
            var program = Environment.ProcessPath!;
            return Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, Environment.GetCommandLineArgs()[0]] : [program];
        }
    }
}
