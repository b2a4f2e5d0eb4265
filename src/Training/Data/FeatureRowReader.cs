using EmotionGpu.Features.Cache;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.Devices.Cpu;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Training.Corpora;
using Microsoft.ML.Data;

namespace EmotionGpu.Training.Data;

/// <summary>The values of a row of a <see cref="FeatureDataView"/>; one for each cursor.</summary>
/// <param name="read">Reads an entry's tensor.</param>
/// <param name="mode">What the labels are.</param>
/// <param name="logMel">The front end of the tensors.</param>
/// <param name="input">Length of the crop, and the floor.</param>
/// <param name="crop">Which crop, from 0.</param>
/// <param name="crops">Of how many; 1: the centred one.</param>
internal sealed class FeatureRowReader(
    Func<ManifestEntry, LogMelClip> read, TaskMode mode, LogMelOptions logMel, InputOptions input, int crop, int crops) : IDisposable
{
    // A backend of its own, as calls on one must not overlap. It is cheap: tables are made when recordings come, and here none do.
    private readonly CpuBackend _backend = new(logMel);

    /// <summary>Key of the clip's class: its index and 1, as 0 stands for no label.</summary>
    public uint Label(CorpusClip clip) => (uint)mode.ClassOf(clip.Emotion) + 1;

    /// <summary>The crop, standardised, [mel, T].</summary>
    public void Features(ManifestEntry entry, ref VBuffer<float> values)
    {
        var clip = Read(entry);
        var frames = input.Frames(logMel);
        var editor = VBufferEditor.Create(ref values, logMel.NMels * frames);
        _backend.Crops([clip], [InputOptions.CropStarts(clip.Frames, frames, crops)[crop]], input, editor.Values);
        values = editor.Commit();
    }

    /// <summary>The whole clip, [mel, frame].</summary>
    public void LogMel(ManifestEntry entry, ref VBuffer<float> values)
    {
        var clip = Read(entry).Values.Span;
        var editor = VBufferEditor.Create(ref values, clip.Length);
        for (var i = 0; i < clip.Length; i++)
            editor.Values[i] = (float)clip[i];
        values = editor.Commit();
    }

    /// <inheritdoc/>
    public void Dispose() => _backend.Dispose();

    private LogMelClip Read(ManifestEntry entry)
    {
        var clip = read(entry);
        return clip.Mels == logMel.NMels
            ? clip
            : throw new CacheCorruptException(
                $"{entry.Shard}: the tensor of {entry.Path} has {clip.Mels} mels, {logMel.NMels} were wanted; run cache build again");
    }
}
