using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices.Cpu;
using EmotionGpu.Features.Devices.Gpu;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.SpecAugment;

namespace EmotionGpu.Features.Tests.Devices;

/// <content>Several batches at a time: calls on several threads, slots used again, masks on the device.</content>
public abstract partial class DeviceBackendTests
{
    private static readonly LogMelOptions Small = new() { NFft = 256, HopLength = 128, NMels = 20 };

    [Fact]
    public void Calls_on_four_threads_give_the_bits_of_one_call()
    {
        Require();
        var clips = Mixed(FullSize ? 240 : 24, FullSize ? 12_000 : 600);
        using var backend = device.Create(Small);
        var expected = LogMel(backend, clips);
        for (var round = 0; round < (FullSize ? 3 : 1); round++)
        {
            var actual = new Half[clips.Length][];
            OnThreads(4, thread =>
            {
                // Calls of different sizes, so that threads meet at slots in ever new orders.
                for (var i = thread; i < clips.Length; i += 4 * (1 + thread))
                {
                    var own = Enumerable.Range(0, 1 + thread).Select(k => i + 4 * k).Where(k => k < clips.Length).ToArray();
                    foreach (var (index, values) in own.Zip(LogMel(backend, Array.ConvertAll(own, k => clips[k]))))
                        actual[index] = values;
                }
            });
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second));
        }
    }

    [Fact]
    public void Large_calls_on_several_threads_share_the_slots()
    {
        Require();
        var clips = Mixed(24, FullSize ? 6_000 : 600);
        using var whole = device.Create(Small);
        var expected = LogMel(whole, clips);

        // Every clip is a batch alone: four calls of 24 batches each want all three slots.
        using var backend = device.Create(Small, batchBytes: 1);
        OnThreads(4, _ => Assert.All(expected.Zip(LogMel(backend, clips)), pair => Assert.Equal(pair.First, pair.Second)));
    }

    [Fact]
    public void New_rates_on_several_threads_give_complete_filters()
    {
        Require();
        int[] rates = [8_000, 11_025, 12_000, 16_000, 24_000, 32_000, 44_100, 48_000];
        var clips = rates.Select((rate, i) => TestSignals.Record(i, rate, 900, pcm16: i % 2 == 0)).ToArray();
        using var known = device.Create(Small);
        var expected = LogMel(known, clips);
        using var backend = device.Create(Small);
        OnThreads(4, thread =>
        {
            for (var i = 0; i < clips.Length; i++)
            {
                var k = (i + 2 * thread) % clips.Length;
                Assert.Equal(expected[k], LogMel(backend, [clips[k]])[0]);
            }
        });
    }

    [Fact]
    public void A_call_that_fails_between_batches_gives_its_slots_back()
    {
        Require();
        var clips = Mixed(4, 600);
        using var whole = device.Create(Small);
        var expected = LogMel(whole, clips);

        // Every clip is a batch alone; the second one's values do not fit while others are under way.
        using var backend = device.Create(Small, batchBytes: 1);
        var outputs = Array.ConvertAll(expected, values => new Half[values.Length].AsMemory());
        outputs[1] = outputs[1][1..];
        for (var i = 0; i <= SlotPool.Slots; i++)
            Assert.Throws<ArgumentException>(() => backend.LogMel(clips, outputs));
        Assert.All(expected.Zip(LogMel(backend, clips)), pair => Assert.Equal(pair.First, pair.Second));
    }

    [Fact]
    public void Batches_after_the_first_allocate_nothing()
    {
        Require();
        var clips = Mixed(12, 900);
        using var backend = device.Create(Small, batchBytes: 20_000);
        var (input, start) = (new float[20 * 30], new int[1]);
        void Work()
        {
            var cached = LogMel(backend, clips)[11];
            backend.NetworkInput([new(cached, 20, cached.Length / 20)], Plain(start, [new(0, 1, 2, 3, 4)]), new(30), input);
        }

        // One thread takes the slots in the same order every time: within a few calls each has had its largest batch.
        for (var i = 0; i < 4; i++)
            Work();
        var allocations = backend.Allocations;
        for (var i = 0; i < 5; i++)
            Work();

        // Five pieces of memory a slot (up and down on both sides, samples), each replaced by a larger one at most once.
        Assert.InRange(allocations, 1, SlotPool.Slots * 5 * 2);
        Assert.Equal(allocations, backend.Allocations);
    }

    [Fact]
    public void Random_masks_cover_what_they_cover_on_the_cpu()
    {
        Require();
        var options = new LogMelOptions();
        var (clips, frames) = (FullSize ? 32 : 3, 130);
        var random = new Random(3);
        var cached = Enumerable.Range(0, clips).Select(i =>
        {
            var values = new Half[128 * (100 + 3 * i)];
            for (var k = 0; k < values.Length; k++)
                values[k] = (Half)(-100 + 100 * random.NextDouble());
            return new LogMelClip(values, 128, 100 + 3 * i);
        }).ToArray();
        var starts = Array.ConvertAll(cached, clip => InputOptions.CentredStart(clip.Frames, frames));
        var augment = new SpecAugmentOptions();
        var masks = new MaskRectangle[clips * augment.MasksPerClip];
        for (var i = 0; i < clips; i++)
            MaskGenerator.Draw(augment, seed: 7, epoch: 2, i, i, 128, frames, masks.AsSpan(i * augment.MasksPerClip, augment.MasksPerClip));

        using var backend = device.Create(options);
        using var cpu = new CpuBackend(options);
        var (expected, actual) = (new float[clips * 128 * frames], new float[clips * 128 * frames]);
        cpu.NetworkInput(cached, Plain(starts, masks, fill: 99), new(frames), expected);
        backend.NetworkInput(cached, Plain(starts, masks, fill: 99), new(frames), actual);
        Assert.Equal(Array.ConvertAll(expected, value => value == 99), Array.ConvertAll(actual, value => value == 99));
        Tolerance.Near(Array.ConvertAll(expected, value => (double)value), actual, Tolerance.Input);
    }

    private static Waveform[] Mixed(int count, int longest)
    {
        int[] rates = [48_000, 44_100, 22_050, 16_000];
        var random = new Random(4);
        return [.. Enumerable.Range(0, count)
            .Select(i => TestSignals.Record(i, rates[i % rates.Length], random.Next(1, longest), pcm16: i % 3 > 0))];
    }

    private static Half[][] LogMel(DeviceBackend backend, Waveform[] clips)
    {
        var values = Array.ConvertAll(clips, clip => new Half[backend.Chain.LogMelLength(clip)]);
        backend.LogMel(clips, Array.ConvertAll(values, half => half.AsMemory()));
        return values;
    }

    private static void OnThreads(int count, Action<int> work)
    {
        var tasks = Enumerable.Range(0, count)
            .Select(thread => Task.Factory.StartNew(() => work(thread), TaskCreationOptions.LongRunning))
            .ToArray();
        Task.WaitAll(tasks, TestContext.Current.CancellationToken);
    }
}
