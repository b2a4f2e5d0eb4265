using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using EmotionGpu.Features.Audio;

namespace EmotionGpu.Features.Tests;

/// <summary>A RAVDESS clip and its golden arrays in the folder <c>shared</c>; tests are skipped where something is missing.</summary>
internal sealed class GoldenClip(string name)
{
    /// <summary>The recording: the original where there is one, else decoded from FLAC.</summary>
    public Waveform Recording()
    {
        var original = Path.Combine(SharedData.Require("ravdess-originals"), $"{name}.wav");
        return File.Exists(original) ? WavReader.Read(original) : WavReader.Parse(Decode(), name);
    }

    /// <summary>resampled [sample], logmel [mel, frame] or input [mel, T].</summary>
    public double[] Array(string kind)
    {
        // npy 1.0: magic and version, 8 bytes; the header's length, 2 bytes; the header; little-endian float32 in C order.
        var bytes = File.ReadAllBytes(SharedData.Require("golden", $"{name}.{kind}.npy"));
        var values = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(10 + BitConverter.ToUInt16(bytes, 8)));
        return System.Array.ConvertAll(values.ToArray(), value => (double)value);
    }

    private byte[] Decode()
    {
        var flac = SharedData.Require("ravdess", $"Actor_{name[^2..]}", $"{name}.flac");
        try
        {
            var start = new ProcessStartInfo("flac", ["--decode", "--stdout", "--silent", flac]) { RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            var bytes = new MemoryStream();
            process.StandardOutput.BaseStream.CopyTo(bytes);
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            return bytes.ToArray();
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{name} exists as FLAC only, and the program flac is not installed");
            throw;
        }
    }
}
