using System.CommandLine;
using EmotionGpu.Features.Cache;

namespace EmotionGpu.Cli.Options;

/// <summary>The flags that name folders.</summary>
internal static class FolderOptions
{
    /// <summary>Where the cache is when nothing is said.</summary>
    public const string DefaultCache = "cache";

    /// <summary><c>--data</c>, required.</summary>
    public static Option<string?> Data()
    {
        var option = ValueOption.ExistingFolder("--data", "Folder of WAV recordings, subfolders included.");
        option.Required = true;
        return option;
    }

    /// <summary><c>--cache</c> of commands that make what is missing.</summary>
    public static Option<string?> NewCache() =>
        ValueOption.NewFolder("--cache", "Folder of the cached features, made where it is missing. [default: ./cache]");

    /// <summary><c>--cache</c> of commands that work on what is there.</summary>
    public static Option<string?> ExistingCache() =>
        ValueOption.ExistingFolder("--cache", "Folder of the cached features. [default: ./cache]");

    /// <summary>The cache folder, which is there.</summary>
    /// <exception cref="CommandException">There is no such folder.</exception>
    public static string RequireFolder(string? named)
    {
        var cache = named ?? DefaultCache;
        return Directory.Exists(cache) ? cache : throw NoCache(cache, "no such folder");
    }

    /// <summary>The cache folder, which holds a cache.</summary>
    /// <exception cref="CommandException">There is no cache in it.</exception>
    public static string RequireManifest(string? named)
    {
        var cache = RequireFolder(named);
        return File.Exists(Path.Combine(cache, CacheFormat.ManifestFile))
            ? cache
            : Directory.EnumerateFiles(cache, "manifest-*-of-*.jsonl").Any()
                ? throw CommandException.Failed($"{cache}: only slices of a build are in it; 'emotion cache merge --cache {cache}' puts them together")
                : throw NoCache(cache, $"no {CacheFormat.ManifestFile} in it");
    }

    private static CommandException NoCache(string cache, string problem) =>
        CommandException.Failed($"{cache}: {problem}, so there is no cache; 'emotion cache build --data DIR' makes one");
}
