using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

if (args.Length != 2)
{
    Console.Error.WriteLine("usage: PredictWithMlNet MODEL.zip INPUT.npy   (emotion features CLIP.wav --stage input --out INPUT.npy makes one)");
    return 2;
}

var ml = new MLContext();
var model = ml.Model.Load(args[0], out var schema);
var wanted = (VectorDataViewType)schema["Features"].Type; // float32 [1, mel, frame]
var features = ReadNpy(args[1]);
if (features.Length != wanted.Size)
{
    Console.Error.WriteLine($"{args[1]}: {features.Length} values; the model takes {string.Join(" x ", wanted.Dimensions)}");
    return 1;
}

var definition = SchemaDefinition.Create(typeof(Clip));
definition["Features"].ColumnType = wanted;
var result = model.Transform(ml.Data.LoadFromEnumerable([new Clip { Features = features }], definition));
var classes = default(VBuffer<ReadOnlyMemory<char>>);
result.Schema["PredictedLabel"].GetKeyValues(ref classes);
var names = classes.DenseValues().Select(name => name.ToString()).ToArray();

Console.WriteLine(names[result.GetColumn<uint>("PredictedLabel").Single() - 1]);
foreach (var (name, probability) in names.Zip(result.GetColumn<float[]>("Probability").Single()).OrderByDescending(pair => pair.Second))
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {probability:F6}"));
return 0;

// numpy.lib.format, version 1: magic and version, header length, header, values.
static float[] ReadNpy(string path)
{
    var bytes = File.ReadAllBytes(path);
    var start = 10 + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
    var header = Encoding.ASCII.GetString(bytes, 10, start - 10);
    if (!header.Contains("'<f4'", StringComparison.Ordinal) || header.Contains("'fortran_order': True", StringComparison.Ordinal))
        throw new InvalidDataException($"{path}: {header.Trim()}; little-endian float32 in C order is wanted");
    return [.. MemoryMarshal.Cast<byte, float>(bytes.AsSpan(start))];
}

internal sealed class Clip
{
    public float[] Features { get; set; } = [];
}
