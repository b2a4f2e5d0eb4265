using EmotionGpu.Features.Devices;
using EmotionGpu.Features.Devices.Gpu;

namespace EmotionGpu.Features.Tests.Devices;

public sealed class SlotPoolTests
{
    [Fact]
    public void Work_that_fails_is_what_is_thrown_and_its_slot_comes_back_even_when_it_cannot_be_finished()
    {
        using var device = AcceleratorDevice.Open(BackendKind.Emulator, 0);
        using var pool = new SlotPool(device.Accelerator);
        for (var i = 0; i <= SlotPool.Slots; i++)
            Assert.Throws<FormatException>(() => pool.Run(new FailingWork(), batchBytes: 1));
    }

    private sealed class FailingWork : IDeviceWork
    {
        public int Count => 1;

        public long Bytes(int clip) => 1;

        public void Enqueue(DeviceSlot slot, int first, int count)
        {
            slot.Hold(new FailsOnce());
            throw new FormatException();
        }

        public void Collect(DeviceSlot slot, int first, int count)
        {
        }
    }

    private sealed class FailsOnce : IDisposable
    {
        private bool _failed;

        public void Dispose()
        {
            if (_failed)
                return;
            _failed = true;
            throw new IOException();
        }
    }
}
