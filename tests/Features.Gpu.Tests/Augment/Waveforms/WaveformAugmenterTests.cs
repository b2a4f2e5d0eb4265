using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Augment.Waveforms;
using EmotionGpu.Features.SpecAugment;

namespace EmotionGpu.Features.Tests.Augment.Waveforms;

public sealed class WaveformAugmenterTests : IDisposable
{
    private const int Rate = 48_000;
    private const int Target = 22_050;

    private readonly string _folder = Directory.CreateTempSubdirectory("emotiongpu-waveforms-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void With_everything_off_a_recording_stays_as_it_is()
    {
        var clip = Speechlike(2);
        var same = Apply(new WaveformAugmentOptions(), clip, epoch: 3, index: 7);
        Assert.Equal(Rate, same.SampleRate);
        Assert.Equal(clip.Samples.ToArray(), same.Samples.ToArray());
    }

    [Fact]
    public void What_is_drawn_hangs_on_seed_epoch_and_clip_alone()
    {
        var clip = Speechlike(1);
        var first = Draw(seed: 1, epoch: 2, index: 3);
        Assert.Equal(first, Draw(seed: 1, epoch: 2, index: 3));
        Assert.NotEqual(first, Draw(seed: 2, epoch: 2, index: 3));
        Assert.NotEqual(first, Draw(seed: 1, epoch: 3, index: 3));
        Assert.NotEqual(first, Draw(seed: 1, epoch: 2, index: 4));

        float[] Draw(ulong seed, int epoch, int index)
        {
            var changed = Apply(WaveformAugmentOptions.Everything, clip, epoch, index, seed);
            return [changed.SampleRate, .. changed.Samples];
        }
    }

    [Fact]
    public void Switching_one_change_off_leaves_the_others_as_they_were()
    {
        var clip = Speechlike(1);
        var all = Apply(WaveformAugmentOptions.Everything, clip, 1, 5);
        var without = Apply(WaveformAugmentOptions.Everything with { Speed = 0 }, clip, 1, 5);
        Assert.Equal(Rate, without.SampleRate);
        Assert.NotEqual(Rate, all.SampleRate);
        Assert.Equal(all.Samples.ToArray(), without.Samples.ToArray());
    }

    [Fact]
    public void Speeds_fill_the_range_and_nothing_outside()
    {
        var speed = new WaveformAugmentOptions { Speed = 0.1 };
        var clip = Speechlike(0.01);
        var augmenter = new WaveformAugmenter(speed, Target, seed: 1);
        var factors = Enumerable.Range(0, 2000).Select(index => Apply(augmenter, clip, 1, index).SampleRate / (double)Rate).ToArray();
        Assert.All(factors, factor => Assert.InRange(factor, 0.9 - 0.0025, 1.1 + 0.0025));
        for (var low = 0.9; low < 1.099; low += 0.02)
            Assert.InRange(factors.Count(factor => factor >= low && factor < low + 0.02), 120, 280);
    }

    [Theory]
    [InlineData(48_000, 22_050)]
    [InlineData(44_100, 22_050)]
    [InlineData(22_050, 22_050)]
    [InlineData(16_000, 16_000)]
    [InlineData(44_101, 22_050)]
    [InlineData(8_000, 22_050)]
    public void A_changed_rate_is_near_the_one_asked_for_and_shares_a_large_divisor_with_the_target(int rate, int target)
    {
        for (var factor = 0.85; factor < 1.15; factor += 0.01)
        {
            var near = WaveformAugmenter.NearRate(rate, target, factor);
            Assert.InRange(near / (rate * factor), 1 - 0.0035, 1 + 0.0035);
            Assert.InRange(Divisor(near, target), rate / 400, int.MaxValue);
        }

        static int Divisor(int a, int b) => b == 0 ? a : Divisor(b, a % b);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(40)]
    public void Noise_has_the_power_that_the_ratio_says(double snr)
    {
        var samples = Speechlike(7).Samples.ToArray();
        var noisy = (float[])samples.Clone();
        new WhiteNoise(4).Add(noisy, snr, start: 250_000);
        var noise = noisy.Zip(samples, (with, without) => (double)with - without).ToArray();
        var ratio = 10 * Math.Log10(Power(samples) / noise.Average(value => value * value));
        Assert.Equal(snr, ratio, 0.1);
        Assert.InRange(Math.Abs(noise.Zip(noise.Skip(1), (a, b) => a * b).Average()) / noise.Average(value => value * value), 0, 0.01);
    }

    [Fact]
    public void A_room_keeps_the_direct_sound_decays_and_is_no_louder_than_it()
    {
        const double Seconds = 0.3;
        var (reverbs, early, late) = (new List<double>(), 0.0, 0.0);
        for (ulong seed = 0; seed < 50; seed++)
        {
            var response = new float[Rate / 2];
            response[0] = 1;
            VelvetRoom.Draw(Seconds, Rate, seed).Apply(response);
            Assert.Equal(1, response[0]);
            Assert.All(response.Skip((int)(Seconds * Rate) + 3), value => Assert.Equal(0, value));
            // The direct sound and 48 reflections, of which a few fall on the same sample.
            Assert.InRange(response.Count(value => value != 0), 44, 49);
            reverbs.Add(response.Skip(1).Sum(value => (double)value * value));
            early += Energy(response, 0.05, 0.1);
            late += Energy(response, 0.2, 0.25);
        }

        // Two reflections on one sample can add up; else none is louder than the direct sound, and all ratios to it occur.
        Assert.InRange(reverbs.Max(), 0.8, 1.2);
        Assert.InRange(reverbs.Average(), 0.4, 0.6);
        Assert.InRange(reverbs.Min(), 0, 0.1);
        // 60 dB over 0.3 s are 30 dB over the 0.15 s between the two stretches.
        Assert.InRange(10 * Math.Log10(early / late), 26, 34);

        static double Energy(float[] response, double from, double to) =>
            response[(int)(from * Rate)..(int)(to * Rate)].Sum(value => (double)value * value);
    }

    [Theory]
    [InlineData(1, 0.4)]
    [InlineData(63, 0.4)]
    [InlineData(4096, 0.4)]
    [InlineData(20_011, 0.4)]
    [InlineData(20_011, 0.001)]
    [InlineData(20_011, 0)]
    public void A_room_adds_the_delayed_sounds_of_either_stage(int length, double seconds)
    {
        var room = VelvetRoom.Draw(seconds, Rate, seed: 9);
        var heard = Speechlike(1).Samples[..length].ToArray();
        var expected = room.Stages.Aggregate(Array.ConvertAll(heard, value => (double)value), (before, stage) => [.. before.Select((value, n) =>
            value + stage.Delays.Zip(stage.Gains).Where(pulse => pulse.First <= n).Sum(pulse => pulse.Second * before[n - pulse.First]))]);
        room.Apply(heard);
        Assert.All(heard.Index(), sample => Assert.Equal(expected[sample.Index], sample.Item, 1e-5));
    }

    [Fact]
    public void A_room_needs_no_samples() => VelvetRoom.Draw(0.4, Rate, seed: 9).Apply([]);

    [Fact]
    public void Recordings_in_the_same_memory_one_after_another_are_those_in_fresh_memory()
    {
        string[] paths = [.. new[] { 50_000, 777, 300_000 }.Select(Write)];
        var augmenter = new WaveformAugmenter(WaveformAugmentOptions.Everything, Target, seed: 3);
        var memory = new AugmentedRecording(augmenter);
        foreach (var path in paths)
        {
            var changed = memory.Read(path, epoch: 2, index: 4);
            var expected = Apply(augmenter, WavReader.Read(path), 2, 4);
            Assert.Equal(expected.SampleRate, changed.SampleRate);
            Assert.Equal(expected.Samples.ToArray(), changed.Samples.ToArray());
        }

        Assert.Throws<AudioFormatException>(() => memory.Read(Path.Combine(_folder, "none.wav"), 1, 1));

        string Write(int count)
        {
            var path = Path.Combine(_folder, $"{count}.wav");
            using var file = File.Create(path);
            PcmWav.Write(file, Rate, [.. Enumerable.Range(0, count).Select(i => (short)(9000 * Math.Sin(i * 0.03)))]);
            return path;
        }
    }

    [Fact]
    public void Bounds_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new WaveformAugmentOptions { Speed = 0.6 }.Validate());
        Assert.Throws<ArgumentException>(() => new WaveformAugmentOptions { GainDecibel = double.NaN }.Validate());
        Assert.Throws<ArgumentException>(() => new WaveformAugmentOptions { NoiseSnr = -1 }.Validate());
        Assert.Throws<ArgumentException>(() => new WaveformAugmentOptions { RoomSeconds = 3 }.Validate());
    }

    private static Waveform Apply(WaveformAugmentOptions options, Waveform clip, int epoch, int index, ulong seed = 1) =>
        Apply(new WaveformAugmenter(options, Target, seed), clip, epoch, index);

    private static Waveform Apply(WaveformAugmenter augmenter, Waveform clip, int epoch, int index)
    {
        var samples = new float[clip.Length];
        clip.CopyTo(samples);
        return Waveform.FromFloat(augmenter.Apply(samples, clip.SampleRate, epoch, index), samples);
    }

    private static double Power(IEnumerable<float> samples) => samples.Average(sample => (double)sample * sample);

    private static Waveform Speechlike(double seconds)
    {
        var random = new CounterRandom(5);
        var samples = new float[(int)(seconds * Rate)];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (float)(0.3 * Math.Sin(i * 0.02) * Math.Sin(i * 0.0007) + 0.01 * (random.NextDouble() - 0.5));
        return Waveform.FromFloat(Rate, samples);
    }
}
