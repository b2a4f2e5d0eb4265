using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace EmotionGpu.Features.Cache;

/// <summary>
/// The name of a cached tensor: a hash of everything that it depends on, so that equal recordings share one and a changed option
/// never reads an old one.
/// </summary>
public static class CacheKey
{
    /// <summary>XXH128 of <c>emotiongpu-cache/VERSION;OPTIONS;</c> (ASCII) followed by the recording's bytes, 32 hex digits.</summary>
    /// <param name="recording">The whole file, header and metadata included: cheap to hash, and a new header may mean new samples.</param>
    /// <param name="options">Hash of the option record, <see cref="LogMel.LogMelOptions.Hash"/>.</param>
    public static string Of(ReadOnlySpan<byte> recording, string options)
    {
        var hash = new XxHash128();
        hash.Append(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"emotiongpu-cache/{CacheFormat.Version};{options};")));
        hash.Append(recording);
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
