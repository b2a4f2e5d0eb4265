namespace EmotionGpu.Features.Tests.Cache.Faults;

/// <summary>
/// Recordings that change, go away or cannot be read between the listing of the folder and their being read: they are refused, the rest is
/// done. They lie further behind than a build reads ahead, and are changed when its first shard is computed.
/// </summary>
public sealed class ChangingSourceTests(ITestOutputHelper output)
{
    private const int Clips = 60;

    [Fact]
    public void They_are_refused_with_the_reason_and_the_rest_is_done()
    {
        using var folders = new CacheFolders().WithClips(Clips);
        string At(int clip) => Path.Combine(folders.Data, $"actor/clip-{clip:D2}.wav");
        var isFirst = true;
        var backend = new CountingBackend
        {
            BeforeBatch = _ =>
            {
                if (!isFirst)
                    return;
                isFirst = false;
                File.Delete(At(40));
                File.WriteAllBytes(At(42), File.ReadAllBytes(At(42))[..30]);
                File.WriteAllText(At(44), "no sound any more");
                File.Delete(At(46));
                Directory.CreateDirectory(At(46));
                File.Delete(At(48));
                File.CreateSymbolicLink(At(48), At(48));
                if (!OperatingSystem.IsWindows())
                    File.SetUnixFileMode(At(50), UnixFileMode.None);
                File.WriteAllBytes(At(52), CacheFolders.Wav(70));
            },
        };

        var built = folders.Build(backend);

        // Whom the system lets read everything, as root, the mode does not keep out.
        int[] gone = Environment.IsPrivilegedProcess ? [40, 42, 44, 46, 48] : [40, 42, 44, 46, 48, 50];
        Assert.Equal(gone.Select(clip => $"actor/clip-{clip:D2}.wav"), built.Refused.Select(refused => refused.Path));
        Assert.All(built.Refused, refused => Assert.NotEmpty(refused.Reason));
        Assert.Equal(Clips - gone.Length, built.Entries.Count);
        Assert.Empty(folders.Verify().Damaged);
        // One that became another recording is cached as what was read.
        Assert.Equal(EmotionGpu.Features.Cache.CacheKey.Of(CacheFolders.Wav(70), backend.Options.Hash), built.Entries.Single(entry => entry.Path.EndsWith("52.wav", StringComparison.Ordinal)).Key);
        foreach (var refused in built.Refused)
            output.WriteLine($"{refused.Path}: {refused.Reason}");
        output.WriteLine($"{built.Entries.Count} others done; lost: nothing");
    }

    [Fact]
    public void A_folder_that_goes_away_refuses_what_is_left_of_it()
    {
        using var folders = new CacheFolders().WithClips(Clips);
        var backend = new CountingBackend
        {
            BeforeBatch = _ =>
            {
                if (Directory.Exists(folders.Data))
                    Directory.Delete(folders.Data, recursive: true);
            },
        };

        var built = folders.Build(backend);

        Assert.Equal(Clips, built.Entries.Count + built.Refused.Count);
        Assert.InRange(built.Entries.Count, 1, Clips - 1);
        Assert.Empty(folders.Verify().Damaged);
        output.WriteLine($"{built.Entries.Count} clips kept, {built.Refused.Count} refused: {built.Refused[^1].Reason}");
    }
}
