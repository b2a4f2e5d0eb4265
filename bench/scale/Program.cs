// What millions of recordings take besides their features: listing the folder, merging slices, opening the cache, adding one recording to it, all of them, and all once more.
// Prints a table, a row a size.
//   dotnet run -c Release --project bench/scale -- PROGRAM FOLDER CLIPS…
// FOLDER is made and deleted; 10,000,000 recordings take 11 GB in it and as many directory entries.

using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using EmotionGpu.Bench.Scale;

const int Slices = 16;

if (args.Length < 3)
{
    Console.Error.WriteLine("usage: scale PROGRAM FOLDER CLIPS…");
    return 2;
}

var (program, folder) = (args[0], args[1]);
Console.WriteLine("| recordings | list the folder, build 256 of them | merge 16 slices | open (cache info) | go on (a build that adds one) | go on (a build that adds a line for each) | build all of them again |");
Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
foreach (var clips in args[2..].Select(count => int.Parse(count, CultureInfo.InvariantCulture)))
{
    var (data, one, cache, listed) = (Path.Combine(folder, "data"), Path.Combine(folder, "one"), Path.Combine(folder, "cache"), Path.Combine(folder, "listed"));
    Directory.CreateDirectory(folder);
    WriteRecording(Path.Combine(one, "a.wav"));
    LinkRecordings(data, clips);
    var blocks = (clips + 255) / 256;
    var list = WatchedProcess.Run(program, "cache", "build", "--backend", "cpu", "--data", data, "--cache", listed, "--shard", $"0/{blocks}");
    InventedCache.Write(cache, OptionsOf(Path.Combine(listed, $"manifest-0-of-{blocks}.jsonl")), clips, Slices);
    var merge = WatchedProcess.Run(program, "cache", "merge", "--cache", cache);
    var open = WatchedProcess.Run(program, "cache", "info", "--cache", cache);
    var complete = WatchedProcess.Run(program, "cache", "build", "--backend", "cpu", "--data", one, "--cache", cache);
    // All names are of the one content that is there by now, so that what is added is lines.
    var all = WatchedProcess.Run(program, "cache", "build", "--backend", "cpu", "--data", data, "--cache", cache);
    var again = WatchedProcess.Run(program, "cache", "build", "--backend", "cpu", "--data", data, "--cache", cache);
    Console.WriteLine(string.Join(" | ", [$"| {clips.ToString("N0", CultureInfo.InvariantCulture)}", Text(list), Text(merge), Text(open), Text(complete), Text(all), Text(again) + " |"]));
    Directory.Delete(folder, recursive: true);
}

return 0;

static string Text(WatchedProcess run) => string.Create(CultureInfo.InvariantCulture, $"{run.Seconds:F1} s, {run.PeakBytes / 1e6:F0} MB");

static string OptionsOf(string manifest)
{
    using var line = JsonDocument.Parse(File.ReadLines(manifest).First());
    return line.RootElement.GetProperty("options").GetString()!;
}

// 0.1 s of silence.
static void WriteRecording(string path)
{
    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
    var file = new byte[44 + 1600];
    "RIFF\0\0\0\0WAVEfmt \u0010\0\0\0\u0001\0\u0001\0"u8.CopyTo(file);
    foreach (var (at, value) in new[] { (4, file.Length - 8), (24, 8000), (28, 16_000), (32, 0x100002), (40, file.Length - 44) })
        BitConverter.TryWriteBytes(file.AsSpan(at), value);
    "data"u8.CopyTo(file.AsSpan(36));
    File.WriteAllBytes(path, file);
}

// Names are what is listed: many of one file, as many as file systems take.
static void LinkRecordings(string data, int clips)
{
    const int LinksAFile = 50_000;
    var target = "";
    for (var i = 0; i < clips; i++)
    {
        var path = Path.Combine(data, InventedCache.PathOf(i));
        if (i % LinksAFile == 0)
            WriteRecording(target = path);
        else if (i % 10_000 == 0)
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (path != target && NativeMethods.Link(target, path) != 0)
            throw new IOException($"{path}: cannot be linked to {target}");
    }
}

/// <summary>The C library's.</summary>
internal static partial class NativeMethods
{
    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Link(string existing, string created);
}
