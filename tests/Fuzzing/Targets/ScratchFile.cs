using Microsoft.Win32.SafeHandles;

namespace EmotionGpu.Fuzzing.Targets;

/// <summary>One file, in memory where the system has a folder for that, that is written anew for each call.</summary>
internal sealed class ScratchFile : IDisposable
{
    private const string InMemory = "/dev/shm";

    private readonly DirectoryInfo _folder;
    private readonly SafeFileHandle _file;

    /// <param name="name">Its name.</param>
    public ScratchFile(string name)
    {
        _folder = Directory.Exists(InMemory)
            ? Directory.CreateDirectory(System.IO.Path.Combine(InMemory, $"emotiongpu-fuzzing-{Environment.ProcessId}"))
            : Directory.CreateTempSubdirectory("emotiongpu-fuzzing-");
        Path = System.IO.Path.Combine(_folder.FullName, name);
        _file = File.OpenHandle(Path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite);
    }

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>The open file.</summary>
    public SafeFileHandle Handle => _file;

    /// <summary>Makes these all its bytes.</summary>
    public void Write(byte[] bytes)
    {
        RandomAccess.SetLength(_file, bytes.Length);
        RandomAccess.Write(_file, bytes, 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _folder.Delete(recursive: true);
    }
}
