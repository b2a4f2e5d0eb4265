namespace EmotionGpu.Cli;

/// <summary>
/// What comes on standard input, in a file of its own that goes with this object: recordings are read from the middle (where OGG says its length), more than
/// once, and in constant memory, none of which a pipe allows.
/// </summary>
internal sealed class StandardInput : IDisposable
{
    /// <summary>The name that stands for it among files.</summary>
    public const string Name = "-";

    /// <summary>Bytes at most: what a WAV file can hold, and an end to what has none.</summary>
    private const long MaxLength = uint.MaxValue;

    private StandardInput(string path) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Reads standard input to its end.</summary>
    /// <param name="cancellation">Ends the wait for more.</param>
    /// <exception cref="CommandException">It is a terminal, where nobody types recordings, or too long.</exception>
    /// <exception cref="IOException">It cannot be read, or the file not be written.</exception>
    public static StandardInput Read(CancellationToken cancellation)
    {
        if (!Console.IsInputRedirected)
            throw CommandException.Usage($"{Name} is standard input, a terminal here; a recording is wanted there ('emotion predict … {Name} < FILE')");
        // Made for its owner's eyes alone.
        var input = new StandardInput(System.IO.Path.GetTempFileName());
        try
        {
            input.Fill(cancellation);
            return input;
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => File.Delete(Path);

    private void Fill(CancellationToken cancellation)
    {
        using var from = Console.OpenStandardInput();
        using var to = File.OpenWrite(Path);
        var buffer = new byte[1 << 16];
        // A read from a pipe does not end before something comes, whatever the token says; the wait for it does.
        for (int count; (count = from.ReadAsync(buffer, CancellationToken.None).AsTask().WaitAsync(cancellation).GetAwaiter().GetResult()) > 0;)
        {
            to.Write(buffer, 0, count);
            if (to.Length > MaxLength)
                throw CommandException.Failed($"{Name}: more than {MaxLength} bytes on standard input, at most so many are supported; cut the recording");
        }
    }
}
