using System.Diagnostics;
using EmotionGpu.Features.Cache;

namespace EmotionGpu.Features.Tests.Cache;

public sealed class DataFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("emotion-data-").FullName;

    private string Data => Path.Combine(_root, "data");

    [Fact]
    public void Recordings_are_found_in_any_case_and_hidden_ones_passed_over()
    {
        Add("data/b.WAV", "data/a/z.wav", "data/a/._z.wav", "data/.git/x.wav", "data/notes.txt", "data/folder.wav/c.Wav", "data/a-b.wav");

        Assert.Equal(["a-b.wav", "a/z.wav", "b.WAV", "folder.wav/c.Wav"], DataFolder.Recordings(Data));
        Assert.Equal(["a-b.wav", "a/z.wav", "b.WAV", "folder.wav/c.Wav"], DataFolder.Recordings(Data + Path.DirectorySeparatorChar));
        Assert.Throws<DirectoryNotFoundException>(() => DataFolder.Recordings(Data + "-no"));
    }

    [Fact]
    public void The_order_is_that_of_the_whole_paths_whatever_the_depth()
    {
        // Names that sort otherwise than the paths below them do: a slash comes after a blank, a dash and a dot, and before digits and letters.
        string[] names = ["a", "a b", "a-b", "a.b", "a0", "ab", "é", "B"];
        var files = names.SelectMany(name => names.SelectMany(below => new[]
        {
            $"{name}.wav", $"{name}/{below}.wav", $"{name}/{below}/{below}.wav",
        })).Distinct().ToArray();
        Add([.. files.Select(file => "data/" + file)]);

        Assert.Equal(files.Order(StringComparer.Ordinal), DataFolder.Recordings(Data));
    }

    [Theory]
    [InlineData("data/self", ".")]
    [InlineData("data/a/up", "..")]
    [InlineData("data/a/out", "../..")]
    [InlineData("data/root", "/")]
    public void A_link_back_is_not_followed(string link, string target)
    {
        Add("data/a/z.wav", "beside.wav");
        Link(link, target);

        Assert.Equal(["a/z.wav"], DataFolder.Recordings(Data));
    }

    [Fact]
    public void Two_links_at_each_other_end()
    {
        Add("data/a/1.wav", "elsewhere/2.wav");
        Link("data/a/there", Path.Combine(_root, "elsewhere"));
        Link("elsewhere/back", "../data/a");

        Assert.Equal(["a/1.wav", "a/there/2.wav"], DataFolder.Recordings(Data));
    }

    [Fact]
    public void A_folder_that_several_links_name_is_searched_once_and_by_its_own_name_where_it_has_one()
    {
        Add("data/b/1.wav", "elsewhere/2.wav");
        Link("data/a", "b");
        Link("data/c", "../elsewhere");
        Link("data/d", "../elsewhere");

        Assert.Equal(["b/1.wav", "c/2.wav"], DataFolder.Recordings(Data));
    }

    [Fact]
    public void A_folder_that_links_at_two_depths_name_has_the_path_of_the_upper_one()
    {
        Add("data/a/0.wav", "data/zz.wav", "elsewhere/1.wav", "elsewhere/deep/2.wav");
        Link("data/a/x", "../../elsewhere");
        Link("data/z", "../elsewhere");

        Assert.Equal(["a/0.wav", "z/1.wav", "z/deep/2.wav", "zz.wav"], DataFolder.Recordings(Data));
    }

    [Fact]
    public async Task Recordings_whose_names_are_no_text_are_listed_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "names are text there");
        Add("data/ok.wav");
        // .NET can neither name nor delete such files.
        await Shell(@"touch data/m$'\xfc'ller.wav data/m$'\xf6'ller.wav");

        var recordings = DataFolder.Recordings(Data);
        await Shell("rm -r data");

        Assert.Equal(["m\uFFFDller.wav", "ok.wav"], recordings);
    }

    [Fact]
    public void Data_behind_links_is_read()
    {
        Add("disk/corpus/Actor_02/2.wav", "disk/more/1.wav", "disk/more/3.wav");
        Link("disk/corpus/Actor_01", "../more");
        Link("alias", "disk");
        Link("data", "alias/corpus");
        Link("disk/corpus/Actor_02/4.wav", "../../more/3.wav");

        Assert.Equal(["Actor_01/1.wav", "Actor_01/3.wav", "Actor_02/2.wav", "Actor_02/4.wav"], DataFolder.Recordings(Data));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private async Task Shell(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", command]) { WorkingDirectory = _root })!;
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, shell.ExitCode);
    }

    private void Add(params string[] files)
    {
        foreach (var file in files.Select(file => Path.Combine(_root, file)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, [1]);
        }
    }

    private void Link(string path, string target)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege on Windows");
        // A link to a file and one to a folder differ on Windows only.
        File.CreateSymbolicLink(Path.Combine(_root, path), target);
    }
}
