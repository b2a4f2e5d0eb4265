using System.Diagnostics;
using EmotionGpu.Features.Audio;

namespace EmotionGpu.Features.Tests.Audio;

public sealed class RegularFileTests : IDisposable
{
    private static readonly byte[] Recording = WavBuilder.Pcm16(8_000, 1, 1, 2, 3);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("emotion-files-");

    public static TheoryData<string> Devices => ["/dev/zero", "/dev/tty", "/dev/ptmx"];

    [Fact(Timeout = 20_000)]
    public async Task A_pipe_is_refused_and_not_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "pipes have no place in folders on Windows");
        var pipe = Path.Combine(_folder.FullName, "a.wav");
        using (var make = Process.Start("mkfifo", [pipe]))
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);

        var error = await Task.Run(() => Assert.Throws<AudioFormatException>(() => WavReader.Read(pipe)), TestContext.Current.CancellationToken);

        Assert.Contains("is no regular file", error.Problem);
        Assert.Equal(pipe, error.Path);
    }

    [Theory(Timeout = 20_000)]
    [MemberData(nameof(Devices))]
    public async Task A_device_is_refused_even_behind_a_link(string device)
    {
        Assert.SkipUnless(File.Exists(device), $"there is no {device}");
        var link = Path.Combine(_folder.FullName, "a.wav");
        File.CreateSymbolicLink(link, device);

        var error = await Task.Run(() => Assert.Throws<AudioFormatException>(() => WavReader.Read(link)), TestContext.Current.CancellationToken);

        Assert.Matches("is no regular file|cannot be read|may not be read", error.Problem);
    }

    [Fact]
    public void A_link_to_a_file_is_that_file()
    {
        var link = Path.Combine(_folder.FullName, "b.wav");
        File.WriteAllBytes(Path.Combine(_folder.FullName, "a.wav"), Recording);
        try
        {
            File.CreateSymbolicLink(link, "a.wav");
        }
        catch (IOException error) when (OperatingSystem.IsWindows())
        {
            Assert.Skip($"links need a privilege: {error.Message}");
        }

        Assert.Equal(3, WavReader.Read(link).Length);
    }

    [Fact]
    public void An_empty_file_is_empty_and_no_device()
    {
        var path = Path.Combine(_folder.FullName, "a.wav");
        File.WriteAllBytes(path, []);

        Assert.StartsWith("0 bytes", Assert.Throws<AudioFormatException>(() => WavReader.Read(path)).Problem);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
