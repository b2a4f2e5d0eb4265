using EmotionGpu.Training.Corpora.Fetching;

namespace EmotionGpu.Training.Tests.Corpora.Fetching;

/// <summary>An archive, and the folder that it is fetched into.</summary>
public abstract class CorpusFetchTest : IDisposable
{
    private protected static readonly Dictionary<string, byte[]> Files = TestArchive.Noise();
    private protected static readonly byte[] Zip = TestArchive.Zip(Files);
    private protected static readonly byte[] Other = [.. Zip.Select(value => (byte)~value)];

    private protected string Folder { get; } = Directory.CreateTempSubdirectory("emotiongpu-fetch-").FullName;

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected string Data => Path.Combine(Folder, "data", "RAVDESS");

    private protected string Part => Path.Combine(Folder, "data", "RAVDESS.fetch", "archive.zip.part");

    private protected FetchRequest Request(ArchiveServer server) => new()
    {
        Archive = TestArchive.Published(Zip, server.Url),
        Folder = Data,
        FirstPause = TimeSpan.FromMilliseconds(1),
    };

    private protected static Task<FetchResult> Run(FetchRequest request) => CorpusFetch.Run(request, progress: null, TestContext.Current.CancellationToken);

    private protected async Task<string> Refused(FetchRequest request)
    {
        var error = await Assert.ThrowsAsync<FetchException>(() => Run(request));
        Assert.False(Directory.Exists(Data), "something is under the final name");
        return error.Message;
    }

    private protected void IsFetched()
    {
        var found = Directory.EnumerateFiles(Data, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(Data, path).Replace('\\', '/'), File.ReadAllBytes);
        Assert.Equal(Files.Keys.Order(), found.Keys.Order());
        Assert.All(found, file => Assert.Equal(Files[file.Key], file.Value));
        Assert.Equal([Data], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(Data)!));
    }

    /// <summary>Keeps what is told.</summary>
    private protected sealed class Kept(List<FetchEvent> events) : IProgress<FetchEvent>
    {
        public void Report(FetchEvent value) => events.Add(value);
    }
}
