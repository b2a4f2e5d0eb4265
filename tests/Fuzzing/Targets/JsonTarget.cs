using System.Text;
using System.Text.Json;
using EmotionGpu.Fuzzing.Mutation;
using EmotionGpu.Inference;
using EmotionGpu.Serving.Runs;
using EmotionGpu.Serving.Streams;
using EmotionGpu.Training.Corpora;

namespace EmotionGpu.Fuzzing.Targets;

/// <summary>A small JSON document and what reads it. Lists become arrays of records; errors carry what they found.</summary>
/// <param name="name">Its name.</param>
/// <param name="read">Reads the bytes, or the file of that path which holds them; false: refused as documented.</param>
internal sealed class JsonTarget(string name, Func<byte[], string, bool> read) : FileTarget(name, new MemoryLimit(64, 128 << 10), $"{name}.json")
{
    private const double ModelWindow = 3;

    /// <summary>What a model says of itself.</summary>
    public static JsonTarget Metadata() => new("metadata", Refusing<FormatException>((input, _) =>
    {
        var metadata = ModelMetadata.FromJson(Encoding.UTF8.GetString(input));
        // Whoever loads it counts on these.
        var values = checked(metadata.LogMel.NMels * metadata.Input.Frames(metadata.LogMel));
        Promise(values > 0 && metadata.Classes.Count > 0, $"an input of {values} values, {metadata.Classes.Count} classes");
    }));

    /// <summary>A model's card.</summary>
    public static JsonTarget Card() => new("card", Refusing<JsonException>((input, _) => Promise(ModelCard.FromJson(input).Points is not null, "points")));

    /// <summary>A stream's first message.</summary>
    public static JsonTarget Hello() => new("hello", Refusing<StreamRefusal>((input, _) =>
    {
        var hello = StreamHello.Parse(input, ModelWindow);
        Promise(hello.SampleRate is >= StreamHello.MinSampleRate and <= StreamHello.MaxSampleRate && hello.WindowSeconds is > 0 and <= StreamHello.MaxWindowSeconds, $"{hello}");
    }));

    /// <summary>A user's protocol.</summary>
    public static JsonTarget Protocol() => new("protocol", Refusing<ProtocolException>((_, path) =>
        Promise(ProtocolFile.Read(path, lastActor: 24) is { Folds.Count: > 0 }, "a fold")));

    /// <summary>The record of a run in the list of runs.</summary>
    public static JsonTarget RunRecord() => new("run", (_, path) => RunSummary.Read(new RunFolder("run", path, false, null), null).Error is null);

    /// <inheritdoc/>
    public override byte[] Mutate(byte[] input, Random random) => JsonMutation.Apply(input, random);

    /// <inheritdoc/>
    protected override bool Read(byte[] input) => read(input, File.Path);

    private static Func<byte[], string, bool> Refusing<TRefusal>(Action<byte[], string> read) where TRefusal : Exception => (input, path) =>
    {
        try
        {
            read(input, path);
            return true;
        }
        catch (TRefusal)
        {
            return false;
        }
    };
}
