using System.Runtime.InteropServices;
using System.Text;

namespace EmotionGpu.Cli.Output;

/// <summary>
/// NumPy's file format, version 1.0, for float32 arrays
/// (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
/// </summary>
internal static class NpyFile
{
    private const int Alignment = 64;

    /// <summary>Writes an array as little-endian float32 in C order; folders on the way are made.</summary>
    /// <param name="path">File to write.</param>
    /// <param name="values">As many as the shape's product, C order.</param>
    /// <param name="shape">At least one dimension.</param>
    public static void Write(string path, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        using var file = File.Create(path);
        file.Write(Header(shape));
        if (BitConverter.IsLittleEndian)
        {
            file.Write(MemoryMarshal.AsBytes(values));
            return;
        }

        foreach (var value in values)
        {
            var bytes = BitConverter.GetBytes(value);
            Array.Reverse(bytes);
            file.Write(bytes);
        }
    }

    /// <summary>Magic, version, length and a Python dictionary, padded with spaces so that the values start at a multiple of 64.</summary>
    private static byte[] Header(ReadOnlySpan<int> shape)
    {
        // A tuple of one is "(3,)"; the trailing comma is allowed for longer ones too.
        var tuple = string.Concat(shape.ToArray().Select(length => $"{length},"));
        var dictionary = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({tuple}), }}";
        const int Prefix = 10;
        var length = (Prefix + dictionary.Length + 1 + Alignment - 1) / Alignment * Alignment - Prefix;
        var padded = Encoding.ASCII.GetBytes(dictionary.PadRight(length - 1));
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)length, (byte)(length >> 8), .. padded, (byte)'\n'];
    }
}
