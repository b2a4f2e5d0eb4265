using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EmotionGpu.Features.Cache;

/// <summary>A manifest line as JSON: camelCase, every member required, paths readable (é rather than \u00e9).</summary>
[JsonSerializable(typeof(ManifestEntry))]
internal sealed partial class ManifestJson : JsonSerializerContext
{
    public static ManifestJson Lines { get; } = new(Form);

    /// <summary>New each time: options belong to the context that is made with them.</summary>
    internal static JsonSerializerOptions Form => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
