using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EmotionGpu.Features.SpecAugment;

namespace EmotionGpu.Features.Augment.Waveforms;

/// <summary>
/// A room as the direct sound and reflections that decay exponentially: sparse pulses of random sign and place, velvet noise, which
/// sound as smooth as dense ones (Järveläinen and Karjalainen 2007, AES 30th Conference). Two few pulses after one another make many:
/// of six late ones and six that lie close together come 48, for twelve multiplications a sample.
/// </summary>
internal sealed class VelvetRoom
{
    /// <summary>Pulses of a stage; 6 + 6 + 6·6 reflections in all.</summary>
    private const int Pulses = 6;

    /// <summary>Loudest sum of all reflections beside the direct sound, in power: 0 dB direct-to-reverberant ratio.</summary>
    private const double LoudestReverb = 1;

    private VelvetRoom(params Stage[] stages) => Stages = stages;

    /// <summary>Late pulses, then close ones.</summary>
    public IReadOnlyList<Stage> Stages { get; }

    /// <summary>Draws a room.</summary>
    /// <param name="seconds">Reverberation time: reflections this late are 60 dB down, and there are none later.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <param name="seed">Of the room.</param>
    public static VelvetRoom Draw(double seconds, int sampleRate, ulong seed)
    {
        var random = new CounterRandom(seed);
        // The powers of the stages multiply: (1 + power)² is the direct sound's and that of all reflections.
        var power = Math.Sqrt(1 + LoudestReverb * random.NextDouble()) - 1;
        // The close pulses fill the time between two late ones.
        var gap = seconds / (Pulses + 1);
        return new VelvetRoom(
            Stage.Draw(ref random, gap * Pulses, power, seconds, sampleRate), Stage.Draw(ref random, gap, power, seconds, sampleRate));
    }

    /// <summary>Makes the samples what is heard of them in the room; as many as before.</summary>
    public void Apply(Span<float> samples)
    {
        foreach (var stage in Stages)
            stage.Apply(samples);
    }

    /// <summary>The sound and a few delayed pulses of it.</summary>
    /// <param name="Delays">In samples, ascending.</param>
    /// <param name="Gains">Beside 1 for the sound itself.</param>
    internal sealed record Stage(int[] Delays, float[] Gains)
    {
        private static int Chunk => 8 * Vector<float>.Count;

        public static Stage Draw(ref CounterRandom random, double span, double power, double reverberation, int sampleRate)
        {
            var (delays, gains) = (new int[Pulses], new float[Pulses]);
            for (var i = 0; i < Pulses; i++)
            {
                // One in each equal part of the span, so that no part is left without.
                var time = span * (i + random.NextDouble()) / Pulses;
                delays[i] = (int)Math.Round(time * sampleRate);
                gains[i] = (float)(Math.Pow(10, -3 * time / Math.Max(reverberation, 1e-9)) * (random.NextInt(2) == 0 ? -1 : 1));
            }

            var norm = Math.Sqrt(power / (Pulses * SampleSums.MeanPower(gains)));
            return new Stage(delays, Array.ConvertAll(gains, gain => (float)(norm * gain)));
        }

        // From the end to the start, so that what is read has not been written yet.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Apply(Span<float> samples)
        {
            for (var start = (samples.Length - 1) / Chunk * Chunk; start >= 0; start -= Chunk)
            {
                var heard = 0;
                while (heard < Delays.Length && Delays[heard] <= start)
                    heard++;
                // Whole chunks of which no pulse begins halfway.
                if (start + Chunk <= samples.Length && (heard == Delays.Length || Delays[heard] >= start + Chunk))
                    AddToChunk(ref MemoryMarshal.GetReference(samples), start, heard);
                else
                    AddToEach(samples, start, Math.Min(start + Chunk, samples.Length));
            }
        }

        private void AddToChunk(ref float samples, int start, int heard)
        {
            var (at, step) = ((nuint)start, (nuint)Vector<float>.Count);
            var (s0, s1) = (Vector.LoadUnsafe(ref samples, at), Vector.LoadUnsafe(ref samples, at + step));
            var (s2, s3) = (Vector.LoadUnsafe(ref samples, at + 2 * step), Vector.LoadUnsafe(ref samples, at + 3 * step));
            var (s4, s5) = (Vector.LoadUnsafe(ref samples, at + 4 * step), Vector.LoadUnsafe(ref samples, at + 5 * step));
            var (s6, s7) = (Vector.LoadUnsafe(ref samples, at + 6 * step), Vector.LoadUnsafe(ref samples, at + 7 * step));
            for (var i = 0; i < heard; i++)
            {
                var (gain, from) = (new Vector<float>(Gains[i]), at - (nuint)Delays[i]);
                s0 += gain * Vector.LoadUnsafe(ref samples, from);
                s1 += gain * Vector.LoadUnsafe(ref samples, from + step);
                s2 += gain * Vector.LoadUnsafe(ref samples, from + 2 * step);
                s3 += gain * Vector.LoadUnsafe(ref samples, from + 3 * step);
                s4 += gain * Vector.LoadUnsafe(ref samples, from + 4 * step);
                s5 += gain * Vector.LoadUnsafe(ref samples, from + 5 * step);
                s6 += gain * Vector.LoadUnsafe(ref samples, from + 6 * step);
                s7 += gain * Vector.LoadUnsafe(ref samples, from + 7 * step);
            }

            s0.StoreUnsafe(ref samples, at);
            s1.StoreUnsafe(ref samples, at + step);
            s2.StoreUnsafe(ref samples, at + 2 * step);
            s3.StoreUnsafe(ref samples, at + 3 * step);
            s4.StoreUnsafe(ref samples, at + 4 * step);
            s5.StoreUnsafe(ref samples, at + 5 * step);
            s6.StoreUnsafe(ref samples, at + 6 * step);
            s7.StoreUnsafe(ref samples, at + 7 * step);
        }

        private void AddToEach(Span<float> samples, int start, int end)
        {
            for (var n = end - 1; n >= start; n--)
            {
                var sum = samples[n];
                for (var i = 0; i < Delays.Length && Delays[i] <= n; i++)
                    sum += Gains[i] * samples[n - Delays[i]];
                samples[n] = sum;
            }
        }
    }
}
