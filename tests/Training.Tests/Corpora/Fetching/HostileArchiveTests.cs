using System.IO.Compression;
using System.Text;
using EmotionGpu.Training.Corpora.Fetching;

namespace EmotionGpu.Training.Tests.Corpora.Fetching;

/// <summary>Archives that were made to do harm, under the right checksum: nothing of them is written outside, nor anything under the final name.</summary>
public sealed class HostileArchiveTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("emotiongpu-hostile-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("../outside.wav")]
    [InlineData("a/../../outside.wav")]
    [InlineData("/outside.wav")]
    [InlineData("a//outside.wav")]
    [InlineData("./outside.wav")]
    [InlineData("..\\outside.wav")]
    [InlineData("C:\\outside.wav")]
    [InlineData("a\0b.wav")]
    [InlineData("a\nb.wav")]
    [InlineData("..")]
    [InlineData("/")]
    public async Task A_name_outside_of_the_folder_is_refused(string name) =>
        Assert.Contains("is no path below the folder", await Refused(Zip(("good.wav", "x"), (name, "x"))), StringComparison.Ordinal);

    [Theory]
    [InlineData(0xA1FF)] // a symbolic link
    [InlineData(0x2180)] // a character device
    [InlineData(0x1180)] // a pipe
    [InlineData(0x41ED)] // a folder that has a file's name
    public async Task What_is_no_file_is_refused(int mode)
    {
        var zip = TestArchive.Zip(Contents(("good.wav", "x"), ("link", "/etc/passwd")), entry =>
        {
            if (entry.FullName == "link")
                entry.ExternalAttributes = mode << 16;
        });
        Assert.Contains("'link' is neither a file nor a folder", await Refused(zip), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_and_folders_with_unix_modes_are_unpacked()
    {
        var zip = TestArchive.Zip(Contents(("Actor_01/", ""), ("Actor_01/a.wav", "abc")), entry => entry.ExternalAttributes = (entry.FullName.EndsWith('/') ? 0x41ED : 0x81A4) << 16);
        await Fetch(zip, new UnpackLimits());
        Assert.Equal("abc", File.ReadAllText(Path.Combine(Data, "Actor_01", "a.wav")));
    }

    [Theory, InlineData("a.wav", "a.wav"), InlineData("a.wav", "A.WAV"), InlineData("a", "a/")]
    public async Task A_name_that_stands_twice_is_refused(string first, string second) =>
        Assert.Contains("stands in it twice", await Refused(Zip((first, ""), (second, ""))), StringComparison.Ordinal);

    [Fact]
    public async Task A_file_below_another_file_is_an_error_and_leaves_nothing() =>
        Assert.Contains("cannot be written", await Refused(Zip(("a", "x"), ("a/b.wav", "x"))), StringComparison.Ordinal);

    [Fact]
    public async Task A_file_that_grows_a_thousandfold_is_refused() =>
        Assert.Contains("would grow from", await Refused(TestArchive.Zip([new("bomb.wav", new byte[10_000_000])])), StringComparison.Ordinal);

    [Fact]
    public async Task Too_many_files_are_refused() => Assert.Contains(
        "it has 11 entries, at most 10", await Refused(TestArchive.Zip(TestArchive.Noise(files: 11, bytes: 10)), new UnpackLimits(Files: 10)), StringComparison.Ordinal);

    [Fact]
    public async Task Too_many_bytes_are_refused() => Assert.Contains(
        "holds more than 2999 bytes", await Refused(TestArchive.Zip(TestArchive.Noise(bytes: 1000)), new UnpackLimits(Bytes: 2999)), StringComparison.Ordinal);

    [Theory, InlineData(10), InlineData(1001), InlineData(1_000_000_000)]
    public async Task A_file_that_is_not_as_long_as_it_says_is_refused(int said)
    {
        var zip = TestArchive.Zip([new("a.wav", TestArchive.Noise(1, 1000).Values.Single())], CompressionLevel.NoCompression);
        // The length of its contents, at 24 of the record in the central directory.
        BitConverter.TryWriteBytes(zip.AsSpan(CentralDirectory(zip) + 24), said);
        Assert.Matches("'a.wav' (is longer than|is shorter than|would grow from)|damaged", await Refused(zip));
    }

    [Fact]
    public async Task Entries_that_lie_over_each_other_are_refused()
    {
        var noise = TestArchive.Noise(1, 50_000).Values.Single();
        var zip = TestArchive.Zip([new("a.wav", noise), new("b.wav", [1, 2, 3])]);
        var second = CentralDirectory(zip, skip: 1);
        // The second's length in the archive and of its contents, at 20 and 24: a second time what the first has.
        BitConverter.TryWriteBytes(zip.AsSpan(second + 20), 50_000);
        BitConverter.TryWriteBytes(zip.AsSpan(second + 24), 50_000);
        Assert.Contains("lie over each other", await Refused(zip), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_zip_file_is_refused() =>
        Assert.Contains("damaged or no ZIP file", await Refused(Encoding.ASCII.GetBytes("<html>not found</html>")), StringComparison.Ordinal);

    [Fact]
    public async Task A_zip_file_that_is_cut_at_any_place_is_refused_or_whole()
    {
        var zip = Zip(("a.wav", "some sound"), ("b.wav", "more of it"));
        for (var length = 1; length < zip.Length; length += 7)
            Assert.NotEmpty(await Refused(zip[..length]));
    }

    private string Data => Path.Combine(_folder, "in", "data");

    private static byte[] Zip(params (string Name, string Text)[] files) => TestArchive.Zip(Contents(files));

    private static KeyValuePair<string, byte[]>[] Contents(params (string Name, string Text)[] files) =>
        [.. files.Select(file => new KeyValuePair<string, byte[]>(file.Name, Encoding.ASCII.GetBytes(file.Text)))];

    private static int CentralDirectory(byte[] zip, int skip = 0)
    {
        var place = zip.AsSpan().IndexOf("PK\x01\x02"u8);
        for (; skip > 0; skip--)
            place += 4 + zip.AsSpan(place + 4).IndexOf("PK\x01\x02"u8);
        return place;
    }

    private async Task<FetchResult> Fetch(byte[] zip, UnpackLimits limits)
    {
        using var server = new ArchiveServer((_, exchange) => exchange.File(zip));
        var request = new FetchRequest { Archive = TestArchive.Published(zip, server.Url), Folder = Data, Limits = limits };
        return await CorpusFetch.Run(request, progress: null, TestContext.Current.CancellationToken);
    }

    private async Task<string> Refused(byte[] zip, UnpackLimits? limits = null)
    {
        var error = await Assert.ThrowsAsync<FetchException>(() => Fetch(zip, limits ?? new UnpackLimits()));
        Assert.DoesNotContain('\n', error.Message);
        string[] left = [.. Directory.EnumerateFileSystemEntries(_folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_folder, path)).Order(StringComparer.Ordinal)];
        Assert.Equal(["in", "in/data.fetch", "in/data.fetch/archive.json", "in/data.fetch/archive.zip.part"], left);
        Directory.Delete(Path.Combine(_folder, "in"), recursive: true);
        return error.Message;
    }
}
