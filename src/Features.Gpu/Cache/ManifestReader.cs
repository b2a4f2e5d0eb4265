using System.Text.Json;

namespace EmotionGpu.Features.Cache;

/// <summary>
/// Reads <c>manifest.jsonl</c> append by append, so that a manifest of any length takes the memory of one append. What is torn or
/// changed is left out and told.
/// </summary>
internal sealed class ManifestReader(Stream file)
{
    private readonly List<string> _problems = [];
    private readonly Dictionary<string, string> _names = [];
    private byte[] _buffer = new byte[1 << 16];
    private int _filled;
    private long _offset;
    private int _line;

    /// <summary>What was left out and why, complete when all appends are read.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Opens a manifest.</summary>
    /// <param name="manifest">Its path.</param>
    /// <returns>The file; empty where there is none yet.</returns>
    /// <exception cref="IOException">The file is there and cannot be read.</exception>
    public static Stream Open(string manifest)
    {
        try
        {
            return new FileStream(manifest, FileMode.Open, FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            // Asked of the opening itself: File.Exists says no of a file that is there and cannot be looked at, too.
            return Stream.Null;
        }
    }

    /// <summary>The lines of all whole appends, in the order of the file. To be enumerated once.</summary>
    public IEnumerable<ManifestEntry> Lines() => Appends().SelectMany(append => append);

    /// <summary>The lines of each whole append, in the order of the file. To be enumerated once.</summary>
    public IEnumerable<IReadOnlyList<ManifestEntry>> Appends()
    {
        var starts = new List<int>();
        var position = 0;
        while (true)
        {
            var length = _buffer.AsSpan(position.._filled).IndexOf((byte)'\n');
            if (length < 0)
            {
                if (Fill(ref position, starts))
                    continue;
                break;
            }

            starts.Add(position);
            position += length + 1;
            _line++;
            if (ManifestAppend.LinesOf(_buffer.AsSpan(starts[^1], length)) is not { } lines)
                continue;
            if (IsWhole(lines, starts, position))
                yield return Entries(starts[^lines..], position);
            starts.Clear();
        }

        if (starts.Count > 0 || position < _filled)
        {
            var start = _offset + (starts.Count > 0 ? starts[0] : position);
            _problems.Add(FormattableString.Invariant($"its end, from byte {start}, is an append that was cut off"));
        }
    }

    // Moves what is not yet an append to the front and reads on behind it.
    private bool Fill(ref int position, List<int> starts)
    {
        var kept = starts.Count > 0 ? starts[0] : position;
        _buffer.AsSpan(kept.._filled).CopyTo(_buffer);
        _filled -= kept;
        _offset += kept;
        position -= kept;
        for (var i = 0; i < starts.Count; i++)
            starts[i] -= kept;
        if (_filled == _buffer.Length)
            Array.Resize(ref _buffer, (int)Math.Min(Array.MaxLength, 2L * _buffer.Length));
        var read = file.Read(_buffer, _filled, _buffer.Length - _filled);
        _filled += read;
        return read > 0;
    }

    private bool IsWhole(int lines, List<int> starts, int end)
    {
        if (lines < 1 || lines > starts.Count || !ManifestAppend.IsWhole(_buffer.AsSpan(starts[^lines]..(end - 1)), lines))
        {
            _problems.Add(FormattableString.Invariant($"the append that ends at line {_line} is not what was written"));
            return false;
        }

        if (lines < starts.Count)
        {
            _problems.Add(FormattableString.Invariant(
                $"{starts.Count - lines} lines before line {_line - lines + 1} belong to no whole append"));
        }

        return true;
    }

    private List<ManifestEntry> Entries(List<int> starts, int end)
    {
        var entries = new List<ManifestEntry>(starts.Count);
        for (var i = 0; i < starts.Count; i++)
        {
            var line = _buffer.AsSpan(starts[i]..(i + 1 < starts.Count ? starts[i + 1] : end));
            if (ParseLine(line) is { } entry)
                entries.Add(entry with { Shard = Shared(entry.Shard), Options = Shared(entry.Options) });
            else
                _problems.Add(FormattableString.Invariant($"line {_line - starts.Count + 1 + i} is not a manifest entry of this version"));
        }

        return entries;
    }

    // One string for all lines of a shard.
    private string Shared(string name)
    {
        if (_names.TryGetValue(name, out var shared))
            return shared;
        _names.Add(name, name);
        return name;
    }

    private static ManifestEntry? ParseLine(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ManifestJson.Lines.ManifestEntry) is { } entry && IsSound(entry) ? entry : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // What the readers rely on. A shard's name is checked since files are opened by it: it must not lead out of the folder.
    private static bool IsSound(ManifestEntry entry) =>
        entry is { Shape: [> 0, > 0], Samples: > 0, SampleRate: > 0 }
        && (long)entry.Shape[0] * entry.Shape[1] <= Array.MaxLength
        && CacheFormat.IsShardName(entry.Shard)
        && CacheFormat.IsHash(entry.Key) && CacheFormat.IsHash(entry.Options) && CacheFormat.IsHash(entry.Xxh128);
}
