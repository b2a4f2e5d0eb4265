using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using EmotionGpu.Features.Cache;
using EmotionGpu.Training.Data;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Reports;

namespace EmotionGpu.Training.Trainers;

/// <summary>
/// A training between two epochs as one file, so that one that was killed goes on as if nothing had happened: the network, the average
/// of its weights, those of the best epoch, the optimiser's moments, every epoch's record. No generator's state is in it, because every
/// random choice hangs on the seed and the epoch.
/// </summary>
internal static class Checkpoint
{
    /// <summary>Its name in a run folder.</summary>
    public const string FileName = "checkpoint.bin";

    private const string Magic = "EmotionGpu checkpoint 4";

    private static readonly JsonSerializerOptions Json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>What must be equal for a checkpoint to fit a training: everything that its numbers hang on.</summary>
    /// <param name="options">Recipe, seed, front end, crop, precision, given weights.</param>
    /// <param name="training">The training clips: their values and classes count, so that no clip of another actor slips in.</param>
    /// <param name="validation">The validation clips, whose scores are kept and may choose the epoch; null: there are none.</param>
    public static string Fingerprint(TrainerOptions options, ClipTable training, ClipTable? validation)
    {
        var given = options.Init is { } init ? Hash(File.ReadAllBytes(init.Path)) : null;
        var facts = new
        {
            options.Mode,
            options.Recipe,
            options.Seed,
            options.Input,
            LogMel = options.Backend.Options.Hash,
            options.Precision,
            Given = given,
            options.Init?.BackboneFactor,
            Training = Hash(training),
            Validation = validation is null ? null : Hash(validation),
        };
        return Hash(JsonSerializer.SerializeToUtf8Bytes(facts, Json));
    }

    private static string Hash(ClipTable clips)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(new { clips.Labels, clips.Paths }));
        foreach (var clip in clips.Clips)
            hash.AppendData(MemoryMarshal.AsBytes(clip.Values.Span));
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static string Hash(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes));

    /// <summary>Writes or replaces a checkpoint; a kill at any moment leaves the old one or the new one.</summary>
    /// <param name="path">Where.</param>
    /// <param name="state">A training between two epochs, one of which is kept.</param>
    /// <param name="fingerprint">Of the training.</param>
    public static void Save(string path, TrainingState state, string fingerprint) => DurableFile.Write(path, stream =>
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(fingerprint);
        writer.Write(JsonSerializer.Serialize(new Progress(state.Epochs, state.KeptRecord!.Epoch, state.Step, state.Precision), Json));
        foreach (var network in state.Networks)
            network.save(writer);
        state.Optimizer.Save(writer);
    });

    /// <summary>Reads a checkpoint into a training that was just made.</summary>
    /// <returns>False where there is no such file.</returns>
    /// <exception cref="InvalidDataException">The file is no checkpoint, is damaged, or is that of another training.</exception>
    public static bool TryLoad(string path, TrainingState state, string fingerprint)
    {
        if (!File.Exists(path))
            return false;
        try
        {
            using var reader = new BinaryReader(File.OpenRead(path), Encoding.UTF8);
            if (reader.ReadString() != Magic)
                throw new InvalidDataException($"{path} is no checkpoint of this version; remove the run folder and train again");
            if (reader.ReadString() != fingerprint)
            {
                throw new InvalidDataException(
                    $"{path} is the checkpoint of a training with other options or clips; resume it with those, or name another folder with --out");
            }

            var progress = JsonSerializer.Deserialize<Progress>(reader.ReadString(), Json)!;
            foreach (var network in state.Networks)
                network.load(reader);
            state.Optimizer.Load(reader);
            state.Precision = progress.Precision;
            state.Restore(progress.Epochs, progress.Kept, progress.Step);
            return true;
        }
        catch (Exception error) when (error is EndOfStreamException or JsonException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"{path} is damaged ({error.Message}); remove the run folder and train again", error);
        }
    }

    private sealed record Progress(IReadOnlyList<EpochRecord> Epochs, int Kept, long Step, Precision Precision);
}
