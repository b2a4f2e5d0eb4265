using System.Text;

namespace EmotionGpu.Cli.Tests;

/// <summary>Small WAV files with RAVDESS names: a tone whose pitch hangs on the emotion, a little different for each file.</summary>
internal static class Recordings
{
    private const int SampleRate = 16_000;

    /// <summary>Name as in RAVDESS: speech, normal intensity, the first statement.</summary>
    public static string Name(int actor, int emotion, int repetition = 1) => $"03-01-{emotion:00}-01-01-{repetition:00}-{actor:00}.wav";

    /// <summary>Each actor says each of the eight emotions once, in a folder of its own.</summary>
    public static void WriteCorpus(string folder, params int[] actors)
    {
        foreach (var actor in actors)
        {
            for (var emotion = 1; emotion <= 8; emotion++)
                Write(Path.Combine(folder, $"Actor_{actor:00}", Name(actor, emotion)), 150 * emotion + 7 * actor, 0.4);
        }
    }

    /// <summary>A 16-bit mono file.</summary>
    public static string Write(string path, double hertz, double seconds = 0.25)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var samples = (int)(seconds * SampleRate);
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write("RIFF"u8);
        writer.Write(36 + 2 * samples);
        writer.Write(Encoding.ASCII.GetBytes("WAVEfmt "));
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(SampleRate);
        writer.Write(2 * SampleRate);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(2 * samples);
        for (var i = 0; i < samples; i++)
            writer.Write((short)(8000 * Math.Sin(2 * Math.PI * hertz * i / SampleRate) + i % 97));
        return path;
    }

    /// <summary>A file with a recording's name that is none.</summary>
    public static string WriteBroken(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "this is no sound");
        return path;
    }
}
