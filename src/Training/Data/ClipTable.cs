using EmotionGpu.Features.LogMel;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmotionGpu.Training.Data;

/// <summary>
/// The rows of a data view in memory, as a trainer needs them that draws other crops every epoch: whole clips as float16 (about
/// 41 KB each at the default front end, 2 GB for 50,000), and class indices.
/// </summary>
/// <param name="Clips">Whole clips, dB [mel, frame].</param>
/// <param name="Labels">Class index of each clip, from 0.</param>
/// <param name="Paths">Of each clip's recording, relative to the data folder; empty where the view has no column <c>Path</c>.</param>
public sealed record ClipTable(IReadOnlyList<LogMelClip> Clips, IReadOnlyList<int> Labels, IReadOnlyList<string> Paths)
{
    /// <summary>Reads every row of a view once.</summary>
    /// <param name="view">
    /// Columns <c>LogMel</c> (vector of float32, whole clip [mel, frame] in C order) and <c>Label</c> (key), as in <see cref="FeatureDataView"/>.
    /// </param>
    /// <param name="mels">Number of mel bands.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type, a label is missing, or a clip is not a whole number of frames.</exception>
    public static ClipTable Read(IDataView view, int mels)
    {
        var logMel = Column(view.Schema, FeatureDataView.LogMelColumn, IsFloatVector, "a vector of float32");
        var label = Column(view.Schema, FeatureDataView.LabelColumn, type => type is KeyDataViewType && type.RawType == typeof(uint), "a key");
        var clips = new List<LogMelClip>();
        var labels = new List<int>();
        var paths = new List<string>();
        var path = view.Schema.GetColumnOrNull(FeatureDataView.PathColumn);
        using var cursor = view.GetRowCursor(path is { } known ? [logMel, label, known] : [logMel, label]);
        var getPath = path is { } column ? cursor.GetGetter<ReadOnlyMemory<char>>(column) : null;
        ReadOnlyMemory<char> name = default;
        var getLogMel = cursor.GetGetter<VBuffer<float>>(logMel);
        var getLabel = cursor.GetGetter<uint>(label);
        var values = default(VBuffer<float>);
        var key = 0u;
        while (cursor.MoveNext())
        {
            getLogMel(ref values);
            getLabel(ref key);
            if (key == 0)
                throw new ArgumentException($"row {cursor.Position} has no label; every training and validation row needs one");
            if (values.Length == 0 || values.Length % mels != 0)
                throw new ArgumentException($"row {cursor.Position} has {values.Length} log-mel values, which is no whole number of frames of {mels} mels");

            clips.Add(new LogMelClip(ToHalf(values), mels, values.Length / mels));
            labels.Add((int)key - 1);
            getPath?.Invoke(ref name);
            if (getPath is not null)
                paths.Add(name.ToString());
        }

        return new ClipTable(clips, labels, paths);
    }

    /// <summary>Clips of each class.</summary>
    /// <param name="classes">Number of classes.</param>
    public int[] CountsOf(int classes)
    {
        var counts = new int[classes];
        foreach (var label in Labels)
            counts[label]++;
        return counts;
    }

    private static Half[] ToHalf(in VBuffer<float> values)
    {
        var half = new Half[values.Length];
        var dense = values.IsDense ? values.GetValues() : values.DenseValues().ToArray();
        for (var i = 0; i < half.Length; i++)
            half[i] = (Half)dense[i];
        return half;
    }

    private static bool IsFloatVector(DataViewType type) => type is VectorDataViewType vector && vector.ItemType.RawType == typeof(float);

    private static DataViewSchema.Column Column(DataViewSchema schema, string name, Func<DataViewType, bool> fits, string wanted)
    {
        if (schema.GetColumnOrNull(name) is not { } column)
            throw new ArgumentException($"the data has no column {name}; make it with FeatureDataView");
        return fits(column.Type) ? column : throw new ArgumentException($"column {name} is {column.Type}; wanted {wanted}");
    }
}
