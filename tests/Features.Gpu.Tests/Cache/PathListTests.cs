using EmotionGpu.Features.Cache;

namespace EmotionGpu.Features.Tests.Cache;

public sealed class PathListTests
{
    [Fact]
    public void Paths_come_back_as_they_were_in_any_script_and_number()
    {
        string[] paths =
        [
            "a.wav", "Ünïcode/é.wav", "日本/一.wav", "half a \ud800 pair.wav", "", "the last 😀.wav",
            .. Enumerable.Range(0, 10_000).Select(i => $"part-{i / 1000}/{i}.wav"),
        ];

        var list = new PathList(paths);

        Assert.Equal(paths, list);
        Assert.Equal(paths[7_000], list[7_000]);
        Assert.Empty(new PathList([]));
    }
}
