using EmotionGpu.Features.Cache;
using EmotionGpu.Training.Corpora;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmotionGpu.Training.Data;

/// <summary>
/// One of the cursors that share the rows of a <see cref="FeatureDataView"/>: every n-th row, so that merging them by batch keeps
/// the order.
/// </summary>
/// <param name="view">Where the schema is.</param>
/// <param name="rows">All rows.</param>
/// <param name="reader">Reads and computes values; disposed with the cursor.</param>
/// <param name="active">The columns asked for, by index.</param>
/// <param name="order">Numbers of the rows in the order they are given.</param>
/// <param name="part">Which cursor this is, from 0.</param>
/// <param name="parts">How many there are.</param>
internal sealed class FeatureCursor(
    FeatureDataView view, IReadOnlyList<(CorpusClip Clip, ManifestEntry Entry)> rows, FeatureRowReader reader, bool[] active,
    int[] order, int part, int parts) : DataViewRowCursor
{
    private long _position = -1;
    private int _next = part;
    private int _row = -1;

    public override long Position => _position;

    /// <summary>Merging cursors takes rows with the smallest number first.</summary>
    public override long Batch => _next - parts;

    public override DataViewSchema Schema => view.Schema;

    private (CorpusClip Clip, ManifestEntry Entry) Row =>
        _row >= 0 ? rows[_row] : throw new InvalidOperationException("the cursor is not on a row; call MoveNext first");

    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    public override bool MoveNext()
    {
        if (_next >= order.Length)
        {
            (_position, _row) = (-1, -1);
            return false;
        }

        _row = order[_next];
        _next += parts;
        _position++;
        return true;
    }

    /// <summary>The row's number in the view, whatever the order.</summary>
    public override ValueGetter<DataViewRowId> GetIdGetter() =>
        (ref DataViewRowId id) => id = new DataViewRowId((ulong)(uint)order[_next - parts], 0);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!active[column.Index])
            throw new ArgumentException($"column {column.Name} was not asked for when the cursor was made", nameof(column));
        return Getter(column.Name) as ValueGetter<TValue>
            ?? throw new ArgumentException(
                $"column {column.Name} is {column.Type}: its getter has {column.Type.RawType}, not {typeof(TValue)}", nameof(column));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            reader.Dispose();
        base.Dispose(disposing);
    }

    private Delegate Getter(string column)
    {
        ValueGetter<ReadOnlyMemory<char>> path = (ref ReadOnlyMemory<char> value) => value = Row.Clip.Path.AsMemory();
        ValueGetter<ReadOnlyMemory<char>> speaker = (ref ReadOnlyMemory<char> value) => value = $"{Row.Clip.Actor:00}".AsMemory();
        ValueGetter<uint> label = (ref uint value) => value = reader.Label(Row.Clip);
        ValueGetter<VBuffer<float>> features = (ref VBuffer<float> value) => reader.Features(Row.Entry, ref value);
        ValueGetter<VBuffer<float>> logMel = (ref VBuffer<float> value) => reader.LogMel(Row.Entry, ref value);
        return column switch
        {
            FeatureDataView.PathColumn => path,
            FeatureDataView.SpeakerColumn => speaker,
            FeatureDataView.LabelColumn => label,
            FeatureDataView.FeaturesColumn => features,
            FeatureDataView.LogMelColumn => logMel,
            _ => throw new ArgumentOutOfRangeException(nameof(column), column, null),
        };
    }
}
