using System.Buffers.Binary;
using System.Text;

namespace EmotionGpu.Training.Tests.Export;

/// <summary>The network's input of a few real clips, computed by an independent reference; not part of the repository.</summary>
internal static class GoldenInputs
{
    /// <returns>float32 [clip, mel, frame]; empty where there are none.</returns>
    public static float[] Read()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var golden = Path.Combine(folder.FullName, "shared", "golden");
            if (Directory.Exists(golden))
                return [.. Directory.EnumerateFiles(golden, "*.input.npy").Order(StringComparer.Ordinal).SelectMany(ReadNpy)];
        }

        return [];
    }

    /// <summary>numpy.lib.format version 1: magic, version, header length, header, values.</summary>
    private static float[] ReadNpy(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var start = 10 + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
        Assert.Contains("'<f4', 'fortran_order': False, 'shape': (128, 130)", Encoding.ASCII.GetString(bytes, 10, start - 10), StringComparison.Ordinal);
        return [.. Enumerable.Range(0, 128 * 130).Select(i => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(start + 4 * i)))];
    }
}
