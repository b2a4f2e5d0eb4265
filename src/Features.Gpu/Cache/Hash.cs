using System.Globalization;

namespace EmotionGpu.Features.Cache;

/// <summary>A hash of 128 bits in 16 bytes; as text, 32 lower-case hex digits.</summary>
internal readonly record struct Hash
{
    // Two halves: a UInt128 would be aligned to 16 bytes and make every table wider.
    private readonly ulong _high;
    private readonly ulong _low;

    public Hash(UInt128 value) => (_high, _low) = ((ulong)(value >> 64), (ulong)value);

    /// <param name="text">32 hex digits.</param>
    public static Hash Parse(string text) => new(UInt128.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));

    public override int GetHashCode() => (int)_low;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_high:x16}{_low:x16}");
}
