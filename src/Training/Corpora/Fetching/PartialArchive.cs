using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using EmotionGpu.Features.Cache;

namespace EmotionGpu.Training.Corpora.Fetching;

/// <summary>As much of an archive as is there, in a file that no other process can open meanwhile, and of which version of the archive it is.</summary>
internal sealed class PartialArchive : IDisposable
{
    private const string FileName = "archive.zip.part";
    private const string VersionFile = "archive.json";

    private readonly string _folder;
    private readonly Uri _url;
    private readonly FileStream _file;

    private PartialArchive(string folder, Uri url, FileStream file)
    {
        (_folder, _url, _file) = (folder, url, file);
        Validator = ReadValidator();
        Responses = Length > 0 ? 1 : 0;
    }

    /// <summary>Bytes that are there.</summary>
    public long Length => _file.Length;

    /// <summary>What If-Range says: the ETag or date of the version that the bytes are of; null: they cannot be gone on with.</summary>
    public string? Validator { get; private set; }

    /// <summary>From how many responses the bytes are: of more than one they may not fit together.</summary>
    public int Responses { get; private set; }

    /// <summary>The bytes.</summary>
    public Stream Stream => _file;

    /// <summary>Opens what is in a folder.</summary>
    /// <param name="folder">Made where it is missing.</param>
    /// <param name="url">Where the archive comes from; bytes from elsewhere are not gone on with.</param>
    /// <exception cref="FetchException">Another process is at it, or it cannot be written.</exception>
    public static PartialArchive Open(string folder, Uri url)
    {
        try
        {
            Directory.CreateDirectory(folder);
            // Without a buffer, so that what came is in the file whenever the process ends.
            var file = new FileStream(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            return new PartialArchive(folder, url, file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FetchException($"{folder} cannot be written, or another process fetches into it: {error.Message}", error);
        }
    }

    /// <summary>Throws the bytes away; those that follow are of a version.</summary>
    /// <param name="validator">ETag or date of the version; null: it has none.</param>
    public void Restart(string? validator) => Write(() =>
    {
        _file.SetLength(0);
        (Validator, Responses) = (validator, 0);
        DurableFile.WriteText(Path.Combine(_folder, VersionFile), JsonSerializer.Serialize(new Version(_url.ToString(), validator)));
    });

    /// <summary>Says that the next bytes are of another response.</summary>
    public void BeginResponse() => Responses++;

    /// <summary>Appends bytes.</summary>
    /// <exception cref="FetchException">The disk is full, say.</exception>
    public void Append(ReadOnlyMemory<byte> bytes) => Write(() =>
    {
        _file.Seek(0, SeekOrigin.End);
        _file.Write(bytes.Span);
    });

    /// <summary>MD5 of the bytes, in lower-case hexadecimal.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "It is the only checksum that the archive's publisher gives.")]
    public string Md5()
    {
        _file.Position = 0;
        return Convert.ToHexStringLower(MD5.HashData(_file));
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Write(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FetchException($"{_folder} cannot be written: {error.Message}; make room or name another folder. What is there is kept, the same command goes on", error);
        }
    }

    private string? ReadValidator()
    {
        try
        {
            var version = JsonSerializer.Deserialize<Version>(File.ReadAllText(Path.Combine(_folder, VersionFile)));
            return version?.Url == _url.ToString() ? version.Validator : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private sealed record Version(string Url, string? Validator);
}
