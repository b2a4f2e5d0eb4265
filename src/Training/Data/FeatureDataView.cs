using EmotionGpu.Features.Cache;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Training.Corpora;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmotionGpu.Training.Data;

/// <summary>
/// Cached clips as an ML.NET data view: one row a clip, nothing in memory, only the columns that a reader asks for are read and
/// computed. Any number of cursors may run at once, each on its own thread.
/// <list type="table">
/// <item><term>Path</term><description>text, relative to the data folder</description></item>
/// <item><term>Speaker</term><description>text, the actor's number with two digits</description></item>
/// <item><term>Label</term><description>key, its values the mode's class names in their order</description></item>
/// <item><term>Features</term><description>float32 [1, mel, T], the network's input: centred crop (or another, <see cref="WithCrop"/>), floored, standardised</description></item>
/// <item><term>LogMel</term><description>float32 [mel·frame] in C order, dB, the whole clip: what a trainer draws its crops from</description></item>
/// </list>
/// </summary>
public sealed class FeatureDataView : IDataView
{
    /// <summary>Name of the column with the recording's path.</summary>
    public const string PathColumn = "Path";

    /// <summary>Name of the column with the speaker.</summary>
    public const string SpeakerColumn = "Speaker";

    /// <summary>Name of the column with the class.</summary>
    public const string LabelColumn = "Label";

    /// <summary>Name of the column with the network's input.</summary>
    public const string FeaturesColumn = "Features";

    /// <summary>Name of the column with the whole clip.</summary>
    public const string LogMelColumn = "LogMel";

    private readonly Func<ManifestEntry, LogMelClip> _read;
    private readonly IReadOnlyList<(CorpusClip Clip, ManifestEntry Entry)> _rows;
    private readonly TaskMode _mode;
    private readonly LogMelOptions _logMel;
    private readonly InputOptions _input;
    private readonly int _crop;
    private readonly int _crops;

    /// <param name="read">Reads an entry's tensor, <c>FeatureCache.Read</c> say; called from any thread.</param>
    /// <param name="rows">Clips and where their tensors lie, in the order of the view.</param>
    /// <param name="mode">What the labels are.</param>
    /// <param name="logMel">The front end of the tensors.</param>
    /// <param name="input">The crop.</param>
    public FeatureDataView(
        Func<ManifestEntry, LogMelClip> read, IReadOnlyList<(CorpusClip Clip, ManifestEntry Entry)> rows, TaskMode mode,
        LogMelOptions logMel, InputOptions input)
        : this(read, rows, mode, logMel, input, CreateSchema(mode.Classes(), logMel.NMels, input.Frames(logMel)), crop: 0, crops: 1)
    {
    }

    private FeatureDataView(
        Func<ManifestEntry, LogMelClip> read, IReadOnlyList<(CorpusClip Clip, ManifestEntry Entry)> rows, TaskMode mode,
        LogMelOptions logMel, InputOptions input, DataViewSchema schema, int crop, int crops)
    {
        (_read, _rows, _mode, _logMel, _input) = (read, rows, mode, logMel, input);
        (Schema, _crop, _crops) = (schema, crop, crops);
    }

    /// <inheritdoc/>
    public DataViewSchema Schema { get; }

    /// <summary>Rows come in any order that a reader asks for: each is found by its number.</summary>
    public bool CanShuffle => true;

    /// <summary>The clip of each row.</summary>
    internal IEnumerable<CorpusClip> Clips => _rows.Select(row => row.Clip);

    /// <summary>What the labels are.</summary>
    internal TaskMode Mode => _mode;

    /// <summary>
    /// One of several crops of each clip (<see cref="InputOptions.CropStarts"/>) as <c>Features</c>; rows whose clip has no such one are left out.
    /// </summary>
    /// <param name="crop">Which one, from 0 in the order of time.</param>
    /// <param name="crops">Of how many; 1: the centred one.</param>
    public FeatureDataView WithCrop(int crop, int crops)
    {
        var frames = _input.Frames(_logMel);
        var rows = _rows.Where(row => crop < InputOptions.CropStarts(row.Entry.Shape[1], frames, crops).Count);
        return new FeatureDataView(_read, [.. rows], _mode, _logMel, _input, Schema, crop, crops);
    }

    /// <inheritdoc/>
    public long? GetRowCount() => _rows.Count;

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        GetRowCursorSet(columnsNeeded, 1, rand)[0];

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(n);
        var active = new bool[Schema.Count];
        foreach (var column in columnsNeeded)
            active[column.Index] = true;

        var order = Enumerable.Range(0, _rows.Count).ToArray();
        rand?.Shuffle(order);
        return [.. Enumerable.Range(0, n).Select(part => new FeatureCursor(this, _rows, CreateReader(), active, order, part, n))];
    }

    private FeatureRowReader CreateReader() => new(_read, _mode, _logMel, _input, _crop, _crops);

    private static DataViewSchema CreateSchema(IReadOnlyList<string> classes, int mels, int frames)
    {
        var names = new VBuffer<ReadOnlyMemory<char>>(classes.Count, [.. classes.Select(name => name.AsMemory())]);
        var keys = new DataViewSchema.Annotations.Builder();
        keys.Add(
            "KeyValues", new VectorDataViewType(TextDataViewType.Instance, classes.Count),
            (ref VBuffer<ReadOnlyMemory<char>> values) => names.CopyTo(ref values));
        var schema = new DataViewSchema.Builder();
        schema.AddColumn(PathColumn, TextDataViewType.Instance);
        schema.AddColumn(SpeakerColumn, TextDataViewType.Instance);
        schema.AddColumn(LabelColumn, new KeyDataViewType(typeof(uint), classes.Count), keys.ToAnnotations());
        schema.AddColumn(FeaturesColumn, new VectorDataViewType(NumberDataViewType.Single, 1, mels, frames));
        schema.AddColumn(LogMelColumn, new VectorDataViewType(NumberDataViewType.Single));
        return schema.ToSchema();
    }
}
