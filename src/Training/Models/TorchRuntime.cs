using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using TorchSharp;

namespace EmotionGpu.Training.Models;

/// <summary>
/// Loads libtorch for TorchSharp: from the program's own folder, or from the <c>lib</c> folder of any installed PyTorch that the
/// environment variable <c>EMOTION_LIBTORCH</c> names (how CUDA comes in without another package).
/// </summary>
public static class TorchRuntime
{
    /// <summary>Environment variable with the <c>lib</c> folder of an installed PyTorch.</summary>
    public const string LibraryFolderVariable = "EMOTION_LIBTORCH";

    private static readonly Lazy<bool> Loaded = new(Load, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>Loads libtorch once; call it before anything of TorchSharp is touched.</summary>
    /// <exception cref="TorchUnavailableException">libtorch is missing or does not fit.</exception>
    public static void Initialize() => _ = Loaded.Value;

    /// <summary>The device to train on: CUDA where libtorch finds one, else the CPU.</summary>
    /// <exception cref="TorchUnavailableException">libtorch is missing or does not fit.</exception>
    public static torch.Device SelectDevice()
    {
        Initialize();
        if (Environment.GetEnvironmentVariable(LibraryFolderVariable) is null && !HasCudaLibrary() || !torch.cuda.is_available())
            return torch.CPU;

        // What is recorded as float32 is float32: no 19-bit TensorFloat in matrix products and convolutions.
        torch.backends.cuda.matmul.allow_tf32 = false;
        torch.backends.cudnn.allow_tf32 = false;
        return torch.CUDA;
    }

    /// <summary>libtorch's version, <c>2.10.0</c> say.</summary>
    public static string Version
    {
        get
        {
            Initialize();
            return System.Version.Parse(torch.__version__).ToString(3);
        }
    }

    private static bool Load()
    {
        try
        {
            if (OperatingSystem.IsLinux())
                AdaptToSystemLibrary();
            if (Environment.GetEnvironmentVariable(LibraryFolderVariable) is { Length: > 0 } folder)
                Preload(folder);
            // Asked first: where TorchSharp finds no library it prints on standard output, over a page, where it looked.
            if (!NativeLibrary.TryLoad("torch_cpu", typeof(torch).Assembly, null, out _))
                throw new DllNotFoundException("its library torch_cpu is not there");
            torch.InitializeDeviceType(DeviceType.CPU);
            SilenceWarnings();
            return true;
        }
        catch (Exception e) when (e is not TorchUnavailableException)
        {
            throw new TorchUnavailableException(
                $"libtorch could not be loaded ({Innermost(e)}). Training needs it: build with -p:TorchBackend=cpu (the default) or cuda, "
                + $"or set {LibraryFolderVariable} to the lib folder of an installed PyTorch 2.10.", e);
        }
    }

    /// <summary>
    /// Debian 12 and Ubuntu 22.04 end at GLIBCXX_3.4.30, TorchSharp's library asks for 3.4.32 without using it: the copy in the
    /// program's folder is replaced by a changed one. Where the system's libstdc++ is new enough, nothing is touched.
    /// </summary>
    [SupportedOSPlatform("linux")]
    private static void AdaptToSystemLibrary()
    {
        const string Wanted = "GLIBCXX_3.4.32", Older = "GLIBCXX_3.4.30";
        var native = Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        var path = new[] { AppContext.BaseDirectory, native, Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native") }
            .Select(folder => Path.Combine(folder, "libLibTorchSharp.so")).FirstOrDefault(File.Exists);
        if (path is null || SystemLibraryHas(Wanted))
            return;

        var library = File.ReadAllBytes(path);
        if (!SymbolVersionPatch.Repoint(library, Wanted, Older))
            return;

        // A rename, so that a process starting now sees the old file or the new one, and a hard link to a package stays as it was.
        var temporary = $"{path}.{Environment.ProcessId}";
        try
        {
            File.WriteAllBytes(temporary, library);
            File.SetUnixFileMode(temporary, File.GetUnixFileMode(path));
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TorchUnavailableException(
                $"this system's libstdc++ is older than {Wanted}, which {path} asks for, and the file cannot be replaced by an adapted copy "
                + $"({e.Message}). Run the program once as a user who may write there, or install a newer libstdc++.", e);
        }
    }

    private static bool SystemLibraryHas(string version)
    {
        NativeLibrary.Load("libstdc++.so.6");
        var path = File.ReadLines("/proc/self/maps").Select(line => line[(line.IndexOf('/') is var i and >= 0 ? i : line.Length)..])
            .First(file => Path.GetFileName(file).StartsWith("libstdc++.so.6", StringComparison.Ordinal));
        return File.ReadAllBytes(path).AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(version + "\0")) >= 0;
    }

    /// <summary>Libraries already loaded under their name are what libLibTorchSharp.so's own references then resolve to.</summary>
    private static void Preload(string folder)
    {
        foreach (var name in new[] { "libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so" })
        {
            var path = Path.Combine(folder, name);
            if (File.Exists(path))
                NativeLibrary.Load(path);
            else if (!name.Contains("cuda", StringComparison.Ordinal))
                throw new TorchUnavailableException(
                    $"{LibraryFolderVariable} is {folder}, which has no {name}; name the lib folder of an installed PyTorch, .../torch/lib.");
        }
    }

    /// <summary>
    /// Raises libtorch's log level to errors. On processors that NNPACK does not know it else writes a line for every convolution that could have
    /// used it, between the program's own lines. Python sets the level by an environment variable, which libtorch by itself does not read.
    /// </summary>
    private static void SilenceWarnings()
    {
        const int Errors = 2;
        if (NativeLibrary.TryLoad("c10", typeof(torch).Assembly, null, out var library)
            && NativeLibrary.TryGetExport(library, "FLAGS_caffe2_log_level", out var level))
            Marshal.WriteInt32(level, Errors);
    }

    private static bool HasCudaLibrary() => Directory.Exists(AppContext.BaseDirectory)
        && Directory.EnumerateFiles(AppContext.BaseDirectory, "*torch_cuda*", SearchOption.AllDirectories).Any();

    // TorchSharp goes on for pages.
    private static string Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e.Message.ReplaceLineEndings("\n").Split('\n')[0].Trim();
}
