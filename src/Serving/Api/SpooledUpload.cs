using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace EmotionGpu.Serving.Api;

/// <summary>A recording out of a request's body, in a temporary file that is gone when this is disposed.</summary>
internal sealed class SpooledUpload : IAsyncDisposable
{
    private readonly FileStream _file;

    private SpooledUpload(FileStream file) => _file = file;

    /// <summary>The file.</summary>
    public string Path => _file.Name;

    /// <summary>Takes the body: as it is, or of a form the one file in it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="folder">Where the file lies.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="RefusalException">400: it is empty, or a form with no file or several; 415: it is compressed; 507: the disk is full.</exception>
    /// <exception cref="BadHttpRequestException">It is too large, or comes too slowly.</exception>
    public static async Task<SpooledUpload> Receive(HttpRequest request, string folder, CancellationToken cancellation)
    {
        if (request.Headers.ContentEncoding.ToString() is { Length: > 0 } encoding && encoding != "identity")
            throw new RefusalException(StatusCodes.Status415UnsupportedMediaType, $"a body with Content-Encoding '{encoding}': send the recording's own bytes");
        var upload = new SpooledUpload(CreateFile(folder));
        try
        {
            if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
                await CopyForm(request, type, upload._file, cancellation);
            else
                await Spool(request.Body, upload._file, cancellation);
            return upload._file.Length > 0 ? upload : throw Bad("an empty body: a recording's bytes are wanted");
        }
        catch
        {
            await upload.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _file.DisposeAsync();

    // What people say is for nobody else on this machine.
    private static FileStream CreateFile(string folder)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read | FileShare.Delete,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
            // Blocks are large, and what a buffer holds back would meet a full disk after the answer.
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            return new FileStream(System.IO.Path.Combine(folder, $"emotion-upload-{Guid.NewGuid():N}"), options);
        }
        catch (IOException error) when (error is not (DirectoryNotFoundException or FileNotFoundException))
        {
            throw NoRoom();
        }
    }

    private static async Task CopyForm(HttpRequest request, MediaTypeHeaderValue type, FileStream file, CancellationToken cancellation)
    {
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary))
            throw Bad("a form without a boundary: multipart/form-data; boundary=… is wanted, as curl -F and browsers send it");
        var files = 0;
        try
        {
            var reader = new MultipartReader(boundary, request.Body);
            while (await reader.ReadNextSectionAsync(cancellation) is { } section)
            {
                if (section.GetContentDispositionHeader()?.IsFileDisposition() != true)
                    continue;
                if (++files > 1)
                    throw Bad("a form with several files: one recording is wanted; send the others by themselves");
                await Spool(section.Body, file, cancellation);
            }
        }
        catch (Exception error) when (error is InvalidDataException or IOException and not BadHttpRequestException && !cancellation.IsCancellationRequested)
        {
            throw Bad("a form that is broken: multipart/form-data with one file is wanted, as curl -F and browsers send it");
        }

        if (files == 0)
            throw Bad("a form without a file: one recording is wanted (curl -F file=@clip.wav)");
    }

    private static async Task Spool(Stream body, FileStream file, CancellationToken cancellation)
    {
        var block = new byte[1 << 16];
        for (int count; (count = await body.ReadAsync(block, cancellation)) > 0;)
        {
            try
            {
                await file.WriteAsync(block.AsMemory(0, count), cancellation);
            }
            catch (IOException)
            {
                throw NoRoom();
            }
        }
    }

    // The system's words name the file, which is nobody's business.
    private static RefusalException NoRoom() =>
        new(StatusCodes.Status507InsufficientStorage, "the server has no room to keep the recording; send it when there is some");

    private static RefusalException Bad(string message) => new(StatusCodes.Status400BadRequest, message);
}
