using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace EmotionGpu.Features.Devices.Cpu;

/// <summary>What the processor calls itself.</summary>
internal static class ProcessorName
{
    private const int BrandLeaf = unchecked((int)0x8000_0002);

    /// <summary>The brand string of x86 processors; elsewhere the architecture.</summary>
    public static string Value { get; } = X86Base.IsSupported ? Brand() : RuntimeInformation.ProcessArchitecture.ToString();

    private static string Brand()
    {
        var words = new List<int>();
        for (var leaf = BrandLeaf; leaf < BrandLeaf + 3; leaf++)
        {
            var (a, b, c, d) = X86Base.CpuId(leaf, 0);
            words.AddRange([a, b, c, d]);
        }

        return Encoding.ASCII.GetString(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(words))).Trim('\0', ' ');
    }
}
