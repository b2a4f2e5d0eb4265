using System.Text;
using CsCheck;
using EmotionGpu.Features.Cache;

namespace EmotionGpu.Features.Tests.Cache;

public sealed class SafetensorsHeaderTests
{
    private const string Sound = """{"__metadata__":{"a":"b"},"k":{"dtype":"F16","shape":[2,3],"data_offsets":[0,12]},"l":{"dtype":"F16","shape":[1,1],"data_offsets":[12,14]}}""";

    [Fact]
    public void A_sound_header_gives_its_tensors()
    {
        var header = Read(File(Sound, 14));

        Assert.Equal(["k", "l"], header.Tensors.Keys);
        Assert.Equal(new ShardTensor("l", 1, 1, 8 + Sound.Length + 12, 2), header.Tensors["l"]);
    }

    [Theory]
    [InlineData("""{"k":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}""", 24)]
    [InlineData("""{"k":{"dtype":"F16","shape":[6],"data_offsets":[0,12]}}""", 12)]
    [InlineData("""{"k":{"dtype":"F16","shape":[2,3],"data_offsets":[0,10]}}""", 12)]
    [InlineData("""{"k":{"dtype":"F16","shape":[2,3],"data_offsets":[2,14]}}""", 14)]
    [InlineData("""{"k":{"dtype":"F16","shape":[2,3],"data_offsets":[0,12]}}""", 13)]
    [InlineData("""{"k":{"dtype":"F16","shape":[2,3],"data_offsets":[0,12]}}""", 11)]
    [InlineData("""{"k":{"dtype":"F16","shape":[2,3],"data_offsets":[-4,8]}}""", 12)]
    [InlineData("""{"k":{"dtype":"F16","shape":[0,3],"data_offsets":[0,0]}}""", 0)]
    [InlineData("""{"k":{"dtype":"F16","shape":[-2,-3],"data_offsets":[0,12]}}""", 12)]
    [InlineData("""{"k":{"dtype":"F16","shape":[2147483647,2147483647],"data_offsets":[0,12]}}""", 12)]
    [InlineData("""{"k":{"dtype":"F16","shape":[4294967296,3],"data_offsets":[0,12]}}""", 12)]
    [InlineData("""{"k":{"dtype":"F16","shape":[2,3],"data_offsets":[0,9223372036854775807]}}""", 12)]
    [InlineData("""{"k":{"dtype":"F16","shape":[2,3],"data_offsets":[9223372036854775807,-9223372036854775808]}}""", 12)]
    [InlineData("""{"k":{"dtype":"F16","shape":[2,3],"data_offsets":[0,12]},"l":{"dtype":"F16","shape":[2,3],"data_offsets":[6,18]}}""", 18)]
    [InlineData("""{"k":{"dtype":"F16","shape":[2,3],"data_offsets":[0,12]},"k":{"dtype":"F16","shape":[2,3],"data_offsets":[12,24]}}""", 24)]
    [InlineData("""{"k":{"dtype":"F16","shape":"2","data_offsets":[0,12]}}""", 12)]
    [InlineData("""{"k":{"shape":[2,3],"data_offsets":[0,12]}}""", 12)]
    [InlineData("""{"k":7}""", 0)]
    [InlineData("""[]""", 0)]
    [InlineData("""{"k":""", 0)]
    [InlineData("", 0)]
    public void A_header_that_does_not_fit_its_file_is_corrupt(string json, int dataBytes) =>
        Assert.Throws<CacheCorruptException>(() => Read(File(json, dataBytes)));

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 63)]
    [InlineData(100_000_001UL)]
    [InlineData(15UL)]
    public void A_header_longer_than_the_file_is_corrupt(ulong length) =>
        Assert.Throws<CacheCorruptException>(() => Read([.. BitConverter.GetBytes(length), .. new byte[14]]));

    [Fact]
    public void Any_mutation_is_read_or_corrupt()
    {
        var file = File(Sound, 14);
        Gen.Select(Gen.Select(Gen.Int[0, file.Length - 1], Gen.Byte).Array[0, 6], Gen.Int[0, file.Length]).Sample(
            (mutations, length) =>
            {
                var mutated = file.ToArray();
                foreach (var (position, value) in mutations)
                    mutated[position] = value;
                try
                {
                    Read(length % 2 == 0 ? mutated : mutated[..length]);
                }
                catch (CacheCorruptException)
                {
                }
            },
            iter: 2_000);
    }

    private static byte[] File(string json, int dataBytes) =>
        [.. BitConverter.GetBytes((ulong)json.Length), .. Encoding.ASCII.GetBytes(json), .. new byte[dataBytes]];

    private static SafetensorsHeader Read(byte[] bytes)
    {
        var path = Path.GetTempFileName();
        try
        {
            System.IO.File.WriteAllBytes(path, bytes);
            using var file = SafetensorsHeader.Open(path);
            return SafetensorsHeader.Read(file, path);
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }
}
